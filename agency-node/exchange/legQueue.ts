/** Runs one step of a leg at a time, different legs side by side. */
export function createLegQueue() {
  const tails = new Map<string, Promise<unknown>>()
  return {
    run<T>(legId: string, step: () => Promise<T>): Promise<T> {
      const previous = tails.get(legId) ?? Promise.resolve()
      const mine = previous.then(step, step)
      tails.set(legId, mine)
      const forget = () => {
        if (tails.get(legId) === mine) tails.delete(legId)
      }
      mine.then(forget, forget)
      return mine
    },
  }
}
export type LegQueue = ReturnType<typeof createLegQueue>
