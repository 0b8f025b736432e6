import type { ConsentId } from '@creditmesh/sdk/chain/ids.ts'
import { heldConsent, signAction } from '@creditmesh/sdk/client/subject/consentActions.ts'
import type { Wallet } from '@creditmesh/sdk/client/subject/wallet.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { relayerRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { type ChainAccess, openChain } from '../chainAccess.ts'
import type { CommandContext, Report } from '../perform.ts'
import { readWallet } from '../walletAccess.ts'
import { relayerClient } from './relayer.ts'

export const consentActions = {
  pause: 'Stop all use of a consent until it is resumed.',
  resume: 'Let a paused consent be used again.',
  withdraw: 'End a consent for good.',
  cancel: 'Make sure that a grant, signed but not recorded, never is.',
} as const
type Verb = keyof typeof consentActions

const stateAfter = {
  pause: 'PAUSED',
  resume: 'ACTIVE',
  withdraw: 'WITHDRAWN',
  cancel: 'CANCELLED',
} as const

/** Signs the change, has it brought to the chain, and looks there whether it holds. */
export async function changeConsent(
  verb: Verb,
  { id, subject }: { readonly id: string; readonly subject: string },
  { dir }: CommandContext,
): Promise<Report> {
  const wallet = await readWallet(dir, subject)
  const chain = await openChain(dir)
  const consentId = id as ConsentId // hexId says so
  const before = await chain.views.statusOf(heldConsent(wallet.state(), consentId).grant)
  if (before === stateAfter[verb]) {
    return { value: { consentId, state: before }, text: `The consent is ${before} already.` }
  }
  const { transactionHash, blockNumber } = await relay(verb, { consentId, wallet, chain })
  const state = await chain.views.statusOf(heldConsent(wallet.state(), consentId).grant)
  if (state !== stateAfter[verb]) {
    throw new MeshError('http.bad_response', {
      detail: `the relayer says that it is done; on the chain the consent is ${state}`,
      details: { consentId },
    })
  }
  return {
    value: { consentId, state, transactionHash, blockNumber },
    text: `The consent is ${state} since block ${blockNumber}.`,
  }
}

async function relay(
  verb: Verb,
  parts: { consentId: ConsentId; wallet: Wallet; chain: ChainAccess },
) {
  const { consentId, wallet, chain } = parts
  const client = relayerClient(chain.network)
  const slot = await chain.views.slotOf(consentId)
  const params = { consentId }
  const sign = <A extends Verb>(action: A) => {
    const seq = action === 'cancel' ? 0 : (slot?.seq ?? 0) + 1
    return { ...signAction(wallet, consentId, { action, seq }), action }
  }
  switch (verb) {
    case 'pause':
      return client.call(relayerRoutes.pauseConsent, { params, body: sign('pause') })
    case 'resume':
      return client.call(relayerRoutes.resumeConsent, { params, body: sign('resume') })
    case 'withdraw':
      return client.call(relayerRoutes.withdrawConsent, { params, body: sign('withdraw') })
    case 'cancel':
      return client.call(relayerRoutes.cancelConsent, { params, body: sign('cancel') })
  }
}
