import { publicKey } from '@creditmesh/sdk/wire/fields.ts'
import { toJson } from '@creditmesh/sdk/wire/json.ts'
import { identifierSchema } from '@creditmesh/sdk/wire/messages.ts'
import { z } from 'zod'
import { command } from '../admin/command.ts'
import { enrolSubject } from '../enrolment/enrolSubject.ts'
import type { AgencyServices } from '../services.ts'

/** Enrols the root key of a person whom a clerk of this agency has identified; gives her credential. */
export const enrollSubject = command(
  z.strictObject({
    identifier: identifierSchema,
    root: publicKey,
    contact: z.string().min(1).max(200).optional(),
  }),
  async (services: AgencyServices, { identifier, root, contact }) => {
    const { agency, tagger, chain, transactions } = services
    const { identity, store, suites, config } = agency
    const [{ epoch: keyEpoch, ed25519 }] = identity.epochs
    const issuer = { address: identity.address, keyEpoch, ed25519Secret: ed25519.secretKey }
    const { enrolments } = store
    const { nacl } = suites
    const credential = await enrolSubject(
      { identifier, root, ...(contact !== undefined && { contact }) },
      { nowSec: await chain.nowSec() },
      {
        ...{ issuer, enrolments, tagger, nacl },
        settings: config.settings,
        anchor: async (id) => {
          const call = services.contracts.credentials.encode('anchor', [id])
          await (await transactions.enqueueCall(`anchor:${id}`, call)).mined
        },
      },
    )
    return { credential: toJson(credential) }
  },
)

/** Destroys everything kept about a person: her keys first, then what lies in the files. */
export const eraseSubject = command(
  z.strictObject({ identifier: identifierSchema }),
  async ({ agency, tagger }: AgencyServices, { identifier }) => {
    return agency.store.eraseSubject(await tagger.tagOf(identifier))
  },
)
