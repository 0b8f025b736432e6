import type { ConsentId } from '@creditmesh/sdk/chain/ids.ts'
import { heldConsent } from '@creditmesh/sdk/client/subject/consentActions.ts'
import { consentReceiptOf } from '@creditmesh/sdk/client/subject/consentReceipt.ts'
import { purposeName } from '@creditmesh/sdk/wire/purposes.ts'
import { categoriesIn } from '@creditmesh/sdk/wire/records/categories.ts'
import { openChain } from '../chainAccess.ts'
import type { CommandContext, Report } from '../perform.ts'
import { readWallet } from '../walletAccess.ts'

interface ShowOptions {
  readonly id: string
  readonly subject: string
  readonly receipt?: boolean | undefined
}

/** The person's own view of a consent: her words, and its state on the chain. */
export async function showConsent(
  { id, subject, receipt = false }: ShowOptions,
  { dir }: CommandContext,
): Promise<Report> {
  const wallet = await readWallet(dir, subject)
  const consentId = id as ConsentId // hexId says so
  const held = heldConsent(wallet.state(), consentId)
  if (receipt) {
    const document = consentReceiptOf(held)
    return { value: document as object, text: JSON.stringify(document, null, 2) } // a receipt is an object
  }
  const { views } = await openChain(dir)
  const { grant, granteeName } = held
  const [state, slot] = await Promise.all([views.statusOf(grant), views.slotOf(consentId)])
  const { summary, purpose, categories, maxUses, expiresAt, attempts } = grant
  const value = {
    consentId,
    state,
    summary,
    grantee: { name: granteeName, address: grant.grantee },
    purpose: purposeName(purpose),
    categories: categoriesIn(categories),
    uses: { made: slot?.uses ?? 0, allowed: maxUses },
    attempts: { made: slot?.attempts ?? 0, allowed: attempts },
    expiresAt,
  }
  const now = state === 'NONE' ? 'signed, not recorded' : state
  const counts = `${value.uses.made} of ${maxUses} uses, ${value.attempts.made} of ${attempts} attempts`
  return { value, text: `${summary}\n  ${now}; ${counts}` }
}
