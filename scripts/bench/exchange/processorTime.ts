import { readFileSync } from 'node:fs'

/** Process ids by the name under which their time is shown; several may share a name. */
export type ProcessIds = Readonly<Record<string, readonly number[]>>

/** Seconds computed since each process started, by name. */
type ProcessorSeconds = Readonly<Record<string, number>>

/** Reads Linux's count of every process; elsewhere all of it is zero. */
export function readProcessors(pids: ProcessIds): ProcessorSeconds {
  const entries = Object.entries(pids).map(([name, ids]) => [name, sum(ids.map(secondsOf))])
  return Object.fromEntries(entries)
}

export function spentBetween(before: ProcessorSeconds, after: ProcessorSeconds): ProcessorSeconds {
  const entries = Object.entries(after).map(([name, sec]) => [name, sec - (before[name] ?? 0)])
  return Object.fromEntries(entries)
}

// USER_HZ, 100 on every Linux that runs Node.
const ticksPerSecond = 100

function secondsOf(pid: number): number {
  const stat = readText(`/proc/${pid}/stat`)
  // proc(5): the name, in parentheses, may hold anything; utime and stime are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond
}

/** Resident memory of a process in megabytes; zero where the system does not tell. */
export function residentMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readText(`/proc/${pid}/status`))?.[1] ?? '0'
  return Math.round(Number(kilobytes) / 1024)
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
