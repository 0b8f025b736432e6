import type { Change } from '@creditmesh/agency-node/store/engine/pendingChanges.ts'
import { createGroupCommit } from '@creditmesh/agency-node/store/groupCommit.ts'
import { describe, expect, it } from 'vitest'

const key = (byte: number) => Uint8Array.of(byte)

function recording({ fails = () => false }: { fails?: (batch: number) => boolean } = {}) {
  const batches: { keys: number[]; isDurable: boolean }[] = []
  const commits = createGroupCommit({
    reader: { get: () => undefined, has: async (keys) => keys.map(() => false) },
    async write(changes: readonly Change[], { isDurable }) {
      batches.push({ keys: changes.map((change) => change.key[0] ?? -1), isDurable })
      if (fails(batches.length)) throw new Error('the disk refuses')
    },
    maxBytes: 100,
  })
  return { batches, commits }
}

describe('group commit', () => {
  it('flushes once for all who wait', async () => {
    const { batches, commits } = recording()
    const puts = Array.from({ length: 20 }, (_, i) =>
      commits.transact((tx) => tx.put(key(i), key(0))),
    )
    await Promise.all(puts)
    expect(batches).toHaveLength(1)
    expect(batches[0]?.keys).toHaveLength(20)
  })

  it('bounds a batch, so that nobody waits for everybody', async () => {
    const { batches, commits } = recording()
    const puts = Array.from({ length: 200 }, (_, i) =>
      commits.transact((tx) => tx.put(key(i), key(0))),
    )
    await Promise.all(puts)
    expect(batches.map(({ keys }) => keys.length)).toEqual([50, 50, 50, 50])
  })

  it('flushes only if somebody needs it, and writes nothing for readers', async () => {
    const { batches, commits } = recording()
    await commits.transact((tx) => tx.put(key(1), key(0)), { isDurable: false })
    await commits.transact((tx) => tx.get(key(1)))
    await Promise.all([
      commits.transact((tx) => tx.put(key(2), key(0)), { isDurable: false }),
      commits.transact((tx) => tx.put(key(3), key(0))),
    ])
    expect(batches).toEqual([
      { keys: [1], isDurable: false },
      { keys: [2, 3], isDurable: true },
    ])
  })

  it('error: tells everybody of a batch that could not be written, and goes on', async () => {
    const { batches, commits } = recording({ fails: (batch) => batch === 1 })
    const put = (i: number) => commits.transact((tx) => tx.put(key(i), key(0)))
    const results = await Promise.allSettled([put(1), put(2)])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await put(3)
    expect(batches.map(({ keys }) => keys)).toEqual([[1, 2], [3]])
  })

  it('is idle when nothing is waiting or being written', async () => {
    const { batches, commits } = recording()
    const put = commits.transact((tx) => tx.put(key(1), key(0)))
    await commits.idle()
    expect(batches).toHaveLength(1)
    await put
    await commits.idle()
  })
})
