import type { BlockProducer } from './blockProducer.ts'

export interface HeartbeatOptions {
  /** An empty block when there was none for so long. */
  readonly everySec?: number
  /** After so long without a transaction the beat slows, so that an idle network keeps a small journal. */
  readonly slowAfterSec?: number
  readonly slowEverySec?: number
}

/** Gives when the next empty block is due, from the times of the last block and the last transaction. */
export function nextBeatSec(
  { blockSec, transactionSec }: { blockSec: number; transactionSec: number },
  { everySec = 1, slowAfterSec = 600, slowEverySec = 30 }: HeartbeatOptions = {},
): number {
  const isSlow = blockSec - transactionSec >= slowAfterSec
  return blockSec + (isSlow ? slowEverySec : everySec)
}

/** Lets time pass on a chain that nobody uses: legs lapse by block time and block number. */
export function startHeartbeat(
  producer: BlockProducer,
  nowSec: () => number,
  options: HeartbeatOptions,
): Disposable {
  const beat = async () => {
    const { sec: blockSec } = producer.head()
    const due = nextBeatSec({ blockSec, transactionSec: producer.lastTransactionSec() }, options)
    if (nowSec() >= due) await producer.mine()
  }
  let isBeating = false
  const timer = setInterval(() => {
    if (isBeating) return
    isBeating = true
    beat()
      // A disk that is full now may have room at the next beat; whoever sends a transaction is told.
      .catch(() => undefined)
      .finally(() => {
        isBeating = false
      })
  }, 250)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
