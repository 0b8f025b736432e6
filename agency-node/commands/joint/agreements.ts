import { hex32, seconds } from '@creditmesh/sdk/wire/fields.ts'
import { toJson } from '@creditmesh/sdk/wire/json.ts'
import { z } from 'zod'
import { command } from '../../admin/command.ts'
import { privacyAccount } from '../../joint/account/privacyAccount.ts'
import { agreementOf, approve, propose, show, withdraw } from '../../joint/agreements.ts'
import type { AgreementDocument } from '../../joint/documents.ts'
import type { AgencyServices } from '../../services.ts'

const byId = z.strictObject({ agreementId: hex32 })

/** What the leader's operator writes; the rest of the agreement is known. */
const proposed = z.looseObject({
  kind: z.enum(['logistic', 'forest', 'linkage']),
  parties: z.array(z.string()).min(2).max(8),
  validUntil: seconds,
})

/** Draws up an agreement that this agency leads, and shows it to the others. Its own approval is another command. */
export const proposeJoint = command(
  z.strictObject({ terms: proposed }),
  async ({ joint }: AgencyServices, { terms }) => {
    const parties = [...new Set([...terms.parties, joint.identity.address])]
    const lower = parties.map((party) => party.toLowerCase()).sort()
    return propose({ validFrom: joint.nowSec(), ...terms, parties: [...new Set(lower)] }, joint)
  },
)

/** Sends a proposal to those who did not have it. */
export const resendJoint = command(byId, async ({ joint }: AgencyServices, { agreementId }) => {
  return show(await agreementOf(agreementId, joint), joint)
})

export const approveJoint = command(
  byId.extend({
    acceptNarrowing: z.boolean().default(false),
    featuresPath: z.string().min(1).optional(),
  }),
  async ({ joint }: AgencyServices, { agreementId, ...options }) => {
    return summaryOf(await approve(agreementId, options, joint))
  },
)

export const withdrawJoint = command(byId, async ({ joint }: AgencyServices, { agreementId }) => {
  return summaryOf(await withdraw(agreementId, joint))
})

export const listJoint = command(z.strictObject({}), async ({ joint }: AgencyServices) => {
  const found = await Array.fromAsync(joint.agreements.all())
  found.sort((a, b) => a.knownSinceSec - b.knownSinceSec)
  return { agreements: found.map(summaryOf) }
})

/** The agreement, who approved it, what it lets others learn, and what sessions told so far. */
export const showJoint = command(byId, async ({ joint }: AgencyServices, { agreementId }) => {
  const document = await agreementOf(agreementId, joint)
  const account = await privacyAccount(document, joint)
  const results = []
  for await (const { agreementId: id, sessionId, result } of joint.sessions.all()) {
    if (id === agreementId && result !== undefined) results.push({ sessionId, result })
  }
  return {
    ...summaryOf(document),
    agreement: toJson(document.agreement),
    account,
    isLogWhole: await joint.account.isWhole(),
    results,
  }
})

function summaryOf({ agreementId, agreement, approvals, standing }: AgreementDocument) {
  const { kind, purpose, leader, parties, validUntil } = agreement
  const approvedBy = approvals.map(({ party }) => party).sort()
  return { agreementId, kind, purpose, leader, parties, validUntil, standing, approvedBy }
}
