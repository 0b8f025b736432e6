import { openChain } from '../chainAccess.ts'
import type { CommandContext, Report } from '../perform.ts'
import { readWallet } from '../walletAccess.ts'
import { isoTime } from '../words.ts'

/** Every consent that a wallet has signed, newest first, as the chain has it now. */
export async function listConsents(
  { subject }: { readonly subject: string },
  { dir }: CommandContext,
): Promise<Report> {
  const wallet = await readWallet(dir, subject)
  const { views } = await openChain(dir)
  const held = [...wallet.state().consents].reverse()
  const consents = await Promise.all(
    held.map(async ({ consentId, grant, granteeName }) => ({
      consentId,
      state: await views.statusOf(grant),
      grantee: granteeName,
      expiresAt: grant.expiresAt,
      summary: grant.summary,
    })),
  )
  const lines = consents.map(
    ({ consentId, state, grantee, expiresAt }) =>
      `${consentId}  ${state === 'NONE' ? 'signed, not recorded' : state}  ${grantee}, until ${isoTime(expiresAt)}`,
  )
  return {
    value: { consents },
    text: lines.join('\n') || `"${subject}" has consented to nothing yet.`,
  }
}
