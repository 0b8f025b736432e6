import type { Digest } from './ids.ts'

export interface BlockRef {
  readonly number: number
  readonly hash: Digest
}

/** How far a follower got: the last handled block last, before it some older ones to find a fork's root by. */
export interface FollowerCursor {
  readonly blocks: readonly BlockRef[]
}

/** Where a cursor is kept. `save` resolves once it is durable. */
export interface CursorStore {
  load(): Promise<FollowerCursor | null>
  save(cursor: FollowerCursor): Promise<void>
}

const rememberedBlocks = 128

export function lastBlock(cursor: FollowerCursor): BlockRef {
  return cursor.blocks.at(-1) as BlockRef // a cursor is never empty
}

export function advanceCursor(cursor: FollowerCursor, block: BlockRef): FollowerCursor {
  const older = cursor.blocks.filter(({ number }) => number < block.number)
  return { blocks: [...older.slice(1 - rememberedBlocks), block] }
}

/** For followers whose effects are in memory too: they begin anew with their process. */
export function createMemoryCursor(): CursorStore {
  let saved: FollowerCursor | null = null
  return {
    load: async () => saved,
    save: async (cursor) => {
      saved = cursor
    },
  }
}
