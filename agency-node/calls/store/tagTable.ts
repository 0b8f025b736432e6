/** Keyed hashes of telephone numbers and their ids, 0, 1, 2 … in the order in which they were added. */
export interface TagTable {
  readonly size: number
  /** The id of a tag, -1 where it has none. */
  readonly find: (tag: Uint32Array, at: number) => number
  /** The id of a tag, a new one where it had none. */
  readonly idOf: (tag: Uint32Array, at: number) => number
  /** All tags by id, `tagWords` words each; good until the next is added. */
  readonly tags: () => Uint32Array
}

/** 128 of the 256 bits of an HMAC: two of 90 million numbers share them with a chance of 1 in 10^23. */
export const tagWords = 4

/** A table of these tags, in the order of their ids. */
export function createTagTable(known: Uint32Array): TagTable {
  let size = known.length / tagWords
  let tags: Uint32Array = known
  let slots = new Uint32Array()
  const rebuild = (capacity: number) => {
    slots = new Uint32Array(capacity)
    for (let id = 0; id < size; id++) slots[freeSlot(slots, tags[id * tagWords] as number)] = id + 1
  }
  rebuild(capacityFor(size))

  const slotOf = (tag: Uint32Array, at: number) => {
    const mask = slots.length - 1
    let slot = (tag[at] as number) & mask
    for (let id = slots[slot] as number; id !== 0; id = slots[slot] as number) {
      if (isSame(tags, (id - 1) * tagWords, tag, at)) return slot
      slot = (slot + 1) & mask
    }
    return slot
  }
  const add = (tag: Uint32Array, at: number) => {
    if ((size + 1) * tagWords > tags.length) {
      const larger = new Uint32Array(Math.max(1 << 12, tags.length + (tags.length >> 1)))
      larger.set(tags)
      tags = larger
    }
    for (let i = 0; i < tagWords; i++) tags[size * tagWords + i] = tag[at + i] as number
    size++
    if (size * 8 > slots.length * 5) rebuild(slots.length * 2)
    else slots[slotOf(tag, at)] = size
    return size - 1
  }
  return {
    get size() {
      return size
    },
    find: (tag, at) => (slots[slotOf(tag, at)] as number) - 1,
    idOf(tag, at) {
      const id = (slots[slotOf(tag, at)] as number) - 1
      return id >= 0 ? id : add(tag, at)
    },
    tags: () => tags.subarray(0, size * tagWords),
  }
}

function capacityFor(size: number): number {
  return 2 ** Math.max(12, Math.ceil(Math.log2(Math.max(1, size) * 1.6)))
}

function freeSlot(slots: Uint32Array, hash: number): number {
  const mask = slots.length - 1
  let slot = hash & mask
  while (slots[slot] !== 0) slot = (slot + 1) & mask
  return slot
}

function isSame(tags: Uint32Array, start: number, tag: Uint32Array, at: number): boolean {
  for (let i = 0; i < tagWords; i++) if (tags[start + i] !== tag[at + i]) return false
  return true
}
