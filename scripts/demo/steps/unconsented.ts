import { readJsonFile } from '@creditmesh/agency-node/cli/jsonFile.ts'
import { withLender } from '@creditmesh/agency-node/cli/query/openLender.ts'
import { stateFolderAt } from '@creditmesh/agency-node/files/stateFolder.ts'
import { type AgencyServices, openAgencyServices } from '@creditmesh/agency-node/services.ts'
import { type Hex, sameHex } from '@creditmesh/sdk/chain/ids.ts'
import type { QueryEntry } from '@creditmesh/sdk/client/lender/queryEntry.ts'
import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { openSealed } from '@creditmesh/sdk/crypto/sealedBox.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { decodeMessage } from '@creditmesh/sdk/wire/json.ts'
import {
  type ConsentPackage,
  type Disclosure,
  disclosureSchema,
  identifierSchema,
} from '@creditmesh/sdk/wire/messages.ts'
import { disclosureContext } from '@creditmesh/sdk/wire/sealContexts.ts'
import { stopProcess } from '../../network/childProcess.ts'
import { questionOf } from '../ask.ts'
import { identifyVictim } from '../rogueAgency.ts'
import { enrol, grant, type World } from '../world.ts'

/**
 * Agency A turns rogue: with its real keys it asks B about a person who consented to nothing. B verifies before it
 * looks up, refuses, and keeps the refusal as evidence. Gives the abused query, whose escrow comes back.
 */
export async function tellUnconsented(world: World): Promise<QueryEntry> {
  const { story, cast, dir, creditmesh } = world
  story.chapter('9. A peer looks nobody up who has not consented')
  await enrol(world, cast.gus, ['b', 'c'])
  const { consentId } = await grant(world, cast.gus.name, '--relay')
  const question = await questionOf(
    world,
    { person: cast.gus, consentId },
    { mayRelay: true, answerWithinSec: 25 },
  )
  const request = await withLender({ dir, name: 'lender' }, (lender) => lender.request(question))
  const state = stateFolderAt(dir)
  await stopProcess(state.processes, 'agency-a')
  story.say('A’s node is stopped; somebody who holds its keys acts in its name.')
  const refusal = await asAgencyA(world, async (services) => {
    const victim = await readJsonFile(cast.fay.file, identifierSchema)
    const abused = {
      ...request,
      disclosure: openDisclosure(services, question.consentPackage, consentId),
      victimTag: toHex(await services.tagger.tagOf(victim)),
    }
    return refusalOf(identifyVictim(services, abused, world.accounts.b as Hex)) // the network has a b
  })
  await creditmesh('network', 'up')
  story.say('A’s node is started again.')
  world.refused.push({ code: refusal.code, at: 'b' })
  story.claim(
    'B refuses before any lookup, and its signed refusal is evidence against A',
    refusal.code === 'relay.evidence_invalid',
    `query ${request.queryId}: ${refusal.code}, check "${refusal.check}"`,
  )
  return request
}

async function asAgencyA<T>(
  { dir }: World,
  work: (services: AgencyServices) => Promise<T>,
): Promise<T> {
  const ended = new AbortController()
  const services = await openAgencyServices(stateFolderAt(dir).agency('a'), ended)
  try {
    return await work(services)
  } finally {
    await services.close()
    ended.abort()
  }
}

/** What the consenting person sealed to A; A may read that, and abuses it. */
function openDisclosure(
  { agency: { identity, suites } }: AgencyServices,
  { disclosures }: ConsentPackage,
  consentId: Hex,
): Disclosure {
  const mine = disclosures.find(({ agency }) => sameHex(agency, identity.address))
  if (mine === undefined) throw new TypeError('the consent discloses to agency a')
  const context = disclosureContext(consentId, identity.address)
  const { secretKey } = identity.epochs[0].x25519
  return decodeMessage(disclosureSchema, openSealed(suites.nacl, secretKey, mine.sealed, context))
}

async function refusalOf(work: Promise<unknown>): Promise<{ code: string; check: string }> {
  try {
    await work
    return { code: 'none: B answered', check: '' }
  } catch (error) {
    if (!(error instanceof MeshError)) throw error
    return { code: error.code, check: String(error.details.check ?? '') }
  }
}
