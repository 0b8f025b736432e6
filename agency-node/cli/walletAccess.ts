import { join } from 'node:path'
import { createWallet, openWallet, type Wallet } from '@creditmesh/sdk/client/subject/wallet.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { stateFolderAt } from '../files/stateFolder.ts'
import { walletFileIn } from '../files/walletFile.ts'
import { chooseCryptoSuites } from '../native/cryptoSuites.ts'
import { readDeployment } from './chainAccess.ts'

/** Makes the wallet of a person. Throws `store.conflict` if there is one by that name. */
export async function makeWallet(dir: string, name: string): Promise<Wallet> {
  try {
    return await createWallet(await modulesOf(dir, name))
  } catch (cause) {
    if (!(cause instanceof MeshError && cause.code === 'store.conflict')) throw cause
    throw new MeshError('store.conflict', {
      detail: `there is a wallet "${name}" already`,
      action: 'Use it, or choose another name; nothing was changed.',
      cause,
    })
  }
}

/** Throws `file.not_found` if nobody by that name has a wallet here. */
export async function readWallet(dir: string, name: string): Promise<Wallet> {
  try {
    return await openWallet(await modulesOf(dir, name))
  } catch (cause) {
    if (!(cause instanceof MeshError && cause.code === 'file.not_found')) throw cause
    throw new MeshError('file.not_found', {
      detail: `there is no wallet "${name}"; make one: creditmesh subject create ${name}`,
      cause,
    })
  }
}

async function modulesOf(dir: string, name: string) {
  const { chainId, addresses } = await readDeployment(dir)
  const store = walletFileIn(stateFolderAt(dir).subject(name))
  return { store, domains: { chainId, addresses }, ...(await chooseCryptoSuites()) }
}

/** Where the package of a consent lies that the person hands to the lender. */
export function packageFile(dir: string, subject: string, consentId: string): string {
  return join(stateFolderAt(dir).subject(subject), 'consents', `${consentId}.json`)
}
