import type { z } from 'zod'
import { type ConsentId, sameHex } from '../../chain/ids.ts'
import { MeshError } from '../../errors.ts'
import type { amendConsentSchema, consentActionSchema } from '../../wire/messages.ts'
import type { ConsentRequest } from './consentRequest.ts'
import { type SignedConsent, signConsent } from './createConsent.ts'
import { currentCredentials } from './enrolments.ts'
import type { Wallet } from './wallet.ts'
import type { HeldConsent, WalletState } from './walletState.ts'

export type ConsentActionBody = z.output<typeof consentActionSchema>
export type AmendConsentBody = z.output<typeof amendConsentSchema>

const deadlineSec = 3_600

/** Finds a consent of this wallet. Throws `consent.not_found`. */
export function heldConsent({ consents }: WalletState, consentId: ConsentId): HeldConsent {
  const found = consents.find((held) => held.consentId === consentId)
  if (found === undefined) {
    throw new MeshError('consent.not_found', { detail: 'this wallet holds no such consent' })
  }
  return found
}

// A signature is for one chain and contract; under another domain it would be worth nothing to anyone.
function requireSameNetwork({ chainId, consents }: HeldConsent, { domains }: Wallet): void {
  if (chainId === domains.chainId && sameHex(consents, domains.addresses.consents)) return
  throw new MeshError('chain.wrong_network', { detail: 'the consent belongs to another network' })
}

/**
 * Signs a change of state for anyone to bring to the chain. `seq` is the recorded consent's sequence number plus
 * one; cancelling a grant that was never recorded takes none (0).
 */
export function signAction(
  wallet: Wallet,
  consentId: ConsentId,
  { action, seq }: { action: ConsentActionBody['action']; seq: number },
): ConsentActionBody {
  const held = heldConsent(wallet.state(), consentId)
  requireSameNetwork(held, wallet)
  const { grant, keyIndex } = held
  const { consentPause, consentResume, consentWithdraw, consentCancel } = wallet.typedData
  const deadline = wallet.clock.nowSec() + deadlineSec
  const secret = wallet.consentSecret(keyIndex)
  const types = { pause: consentPause, resume: consentResume, withdraw: consentWithdraw }
  const signature =
    action === 'cancel'
      ? consentCancel.sign({ consentId, deadline }, secret)
      : types[action].sign({ consentId, seq, deadline }, secret)
  secret.fill(0)
  return { action, grant, seq, deadline, signature }
}

/**
 * Signs a grant that supersedes a recorded one, by the same key and for the same grantee; the contract takes both
 * changes or none. The lender needs the new package.
 */
export function amendConsent(
  wallet: Wallet,
  consentId: ConsentId,
  request: ConsentRequest,
): Promise<SignedConsent & { readonly amendment: AmendConsentBody }> {
  return wallet.update((state) => {
    const held = heldConsent(state, consentId)
    requireSameNetwork(held, wallet)
    const { grant: oldGrant, keyIndex } = held
    if (oldGrant.grantee.toLowerCase() !== request.grantee.address.toLowerCase()) {
      throw new MeshError('input.invalid', { detail: 'an amendment keeps its grantee' })
    }
    const credentials = currentCredentials(state, wallet.clock.nowSec())
    const signed = signConsent(wallet, { request, credentials, keyIndex, supersedes: consentId })
    const { grant: newGrant, signature } = signed.held
    return {
      next: { consents: [...state.consents, signed.held] },
      result: { ...signed, amendment: { oldGrant, newGrant, signature } },
    }
  })
}
