import { createHash } from 'node:crypto'
import { createLender, type Lender } from '@creditmesh/sdk/client/lender/lender.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { NetworkFile } from '../../files/networkFile.ts'
import { queryJournalIn } from '../../files/queryJournal.ts'
import { stateFolderAt } from '../../files/stateFolder.ts'
import { chooseCryptoSuites } from '../../native/cryptoSuites.ts'
import { type ChainAccess, openChain } from '../chainAccess.ts'
import { lenderJournalFolder, openLenderFolder } from '../lenderFolder.ts'

/** Opens a lender of the state folder, by its name or the only one, does one thing with it, and closes it. */
export async function withLender<T>(
  { dir, name: given }: { readonly dir: string; readonly name?: string | undefined },
  work: (lender: Lender, chain: ChainAccess, name: string) => Promise<T>,
): Promise<T> {
  const chain = await openChain(dir)
  const name = given ?? onlyLender(chain.network)
  const folder = stateFolderAt(dir).lender(name)
  const suites = await chooseCryptoSuites()
  const { address, accountSecret, ed25519 } = await openLenderFolder(folder, suites)
  const { keyEpoch = 1 } = (await chain.views.memberOf(address)) ?? {}
  const lender = createLender({
    deployment: chain.deployment,
    rpc: chain.rpc,
    accountSecret,
    signingKey: { keyEpoch, secretKey: ed25519.secretKey },
    journal: queryJournalIn(lenderJournalFolder(folder)),
    forgets: 'whenTold', // what a command prints may still get lost on its way out
    sha256: (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
    ...suites,
  })
  try {
    return await work(lender, chain, name)
  } finally {
    await lender.close()
  }
}

function onlyLender({ lenders }: NetworkFile): string {
  const [only, ...others] = lenders
  if (only !== undefined && others.length === 0) return only
  throw new MeshError('usage.invalid', {
    detail: `--lender: say which of the lenders of this folder: ${lenders.join(', ') || 'none'}`,
    details: { option: '--lender' },
  })
}
