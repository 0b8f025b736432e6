import { createHash } from 'node:crypto'
import { createLender, type Lender } from '@creditmesh/sdk/client/lender/lender.ts'
import { queryJournalIn } from '../../files/queryJournal.ts'
import { stateFolderAt } from '../../files/stateFolder.ts'
import { chooseCryptoSuites } from '../../native/cryptoSuites.ts'
import { type ChainAccess, openChain } from '../chainAccess.ts'
import { lenderJournalFolder, openLenderFolder } from '../lenderFolder.ts'

/** Opens a lender of the state folder, does one thing with it, and closes it. */
export async function withLender<T>(
  { dir, name }: { readonly dir: string; readonly name: string },
  work: (lender: Lender, chain: ChainAccess) => Promise<T>,
): Promise<T> {
  const chain = await openChain(dir)
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
    return await work(lender, chain)
  } finally {
    await lender.close()
  }
}
