import { MeshError } from '@creditmesh/sdk/errors.ts'
import { communities } from '../../analysis/network/view/communities.ts'
import { egoNetwork } from '../../analysis/network/view/egoNetwork.ts'
import { toGexf } from '../../analysis/network/view/gexf.ts'
import { layOut } from '../../analysis/network/view/layout.ts'
import { seededRandom } from '../../analysis/random.ts'
import type { Frame } from '../frame/frameFiles.ts'
import type { NumberTagger } from '../store/numberTagger.ts'
import { nodeOf, tagName } from './findNodes.ts'
import { type ListedPerson, readPeople } from './peopleFile.ts'

export interface EgoDocumentOptions {
  /** A file of subjects; the first is the person in the middle. */
  readonly egoFile: string
  readonly radius?: number
  readonly maxNodes?: number
  readonly seed?: number
}

export interface EgoDocument {
  readonly gexf: string
  readonly people: number
  readonly links: number
  /** Whether more people were within the radius. */
  readonly isCut: boolean
}

/**
 * A person and those around her in the undirected network, laid out and with communities, as GEXF; the others by their tags, and nothing of anybody's
 * arrears. Throws `input.invalid` where she made and got no call that counts.
 */
export async function egoDocument(
  { networks, tags }: Frame,
  tagger: NumberTagger,
  { egoFile, seed = 1, ...options }: EgoDocumentOptions,
): Promise<EgoDocument> {
  const person = await firstOf(egoFile, tagger)
  const centre = nodeOf(tags, person.tag)
  if (centre < 0)
    throw new MeshError('input.invalid', { detail: 'this person is not in the network' })
  const { graph, isCut } = egoNetwork(networks.UD, centre, options)
  const random = seededRandom(seed)
  layOut(graph, random)
  const found = communities(graph, random)
  graph.forEachNode((key) => {
    const node = Number(key)
    const isCentre = node === centre
    graph.mergeNodeAttributes(key, {
      label: isCentre && person.id !== null ? person.id : tagName(tags, node),
      community: found.of.get(key) ?? 0,
      size: isCentre ? 2 : 1,
    })
  })
  return { gexf: toGexf(graph), people: graph.order, links: graph.size, isCut }
}

async function firstOf(path: string, tagger: NumberTagger): Promise<ListedPerson> {
  for await (const person of readPeople(path, tagger, ['number'])) return person
  throw new MeshError('input.invalid', { detail: 'the file names nobody', details: { path } })
}
