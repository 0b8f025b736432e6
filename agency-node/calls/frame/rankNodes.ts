import { passesOf, radixSort } from '../linking/radixSort.ts'
import { tagWords } from '../store/tagTable.ts'

/** The people of a network, numbered in the order of their tags, so that the numbers do not depend on the order of files. */
export interface RankedNodes {
  /** The folder's id of each node. */
  readonly ids: Uint32Array
  /** The node of each id of the folder; 0 too where it is none. */
  readonly ranks: Uint32Array
}

/** `isUsed` holds 1 for each id of the folder that is in the network. */
export function rankNodes(tags: Uint32Array, isUsed: Uint8Array): RankedNodes {
  const count = isUsed.reduce((sum, used) => sum + used, 0)
  const records = new Uint32Array(count * 2)
  let next = 0
  for (let id = 0; id < isUsed.length; id++) {
    if (isUsed[id] === 0) continue
    records[next++] = id
    records[next++] = tags[id * tagWords] as number
  }
  const sorted = radixSort(passesOf(1, 32), records, new Uint32Array(records.length), 2)
  const ids = Uint32Array.from({ length: count }, (_, i) => sorted[2 * i] as number)
  settleTies(ids, tags)
  const ranks = new Uint32Array(isUsed.length)
  for (let rank = 0; rank < count; rank++) ranks[ids[rank] as number] = rank
  return { ids, ranks }
}

/** Those whose first word is equal are few: put each where it belongs by the other words. */
function settleTies(ids: Uint32Array, tags: Uint32Array): void {
  for (let i = 1; i < ids.length; i++) {
    const id = ids[i] as number
    let at = i
    while (at > 0 && compareTags(tags, id, ids[at - 1] as number) < 0) {
      ids[at] = ids[at - 1] as number
      at--
    }
    ids[at] = id
  }
}

function compareTags(tags: Uint32Array, one: number, other: number): number {
  for (let word = 0; word < tagWords; word++) {
    const gap = (tags[one * tagWords + word] as number) - (tags[other * tagWords + word] as number)
    if (gap !== 0) return gap
  }
  return 0
}
