import { join } from 'node:path'

/**
 * Where everything of a local network lies below its state folder (`.creditmesh/`). A folder of secrets, each file
 * readable by its owner alone; a folder for each institution, which touches no other's.
 */
export interface StateFolder {
  readonly root: string
  /** What `network up` decided once: names, ports, amounts. */
  readonly networkFile: string
  /** Chain id, genesis hash and contract addresses. */
  readonly deploymentFile: string
  readonly chain: string
  readonly logs: string
  /** One small file for each process that was started. */
  readonly processes: string
  secretFile(name: string): string
  logFile(process: string): string
  agency(name: string): string
  readonly relayer: string
  lender(name: string): string
  subject(name: string): string
}

export function stateFolderAt(root: string): StateFolder {
  return {
    root,
    networkFile: join(root, 'network.json'),
    deploymentFile: join(root, 'deployment.json'),
    chain: join(root, 'chain'),
    logs: join(root, 'logs'),
    processes: join(root, 'processes'),
    secretFile: (name) => join(root, 'secrets', `${name}.key`),
    logFile: (process) => join(root, 'logs', `${process}.log`),
    agency: (name) => join(root, 'agencies', name),
    relayer: join(root, 'relayer'),
    lender: (name) => join(root, 'lenders', name),
    subject: (name) => join(root, 'subjects', name),
  }
}
