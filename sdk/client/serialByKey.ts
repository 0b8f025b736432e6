/** Runs tasks of one key one after another, tasks of different keys at once. */
export function createSerialByKey() {
  const tails = new Map<string, Promise<unknown>>()
  return <T>(key: string, task: () => Promise<T>): Promise<T> => {
    const before = tails.get(key) ?? Promise.resolve()
    const mine = before.then(task)
    const tail = mine.catch(() => undefined) // its caller hears of the failure; the next task does not
    tails.set(key, tail)
    tail.then(() => {
      if (tails.get(key) === tail) tails.delete(key)
    })
    return mine
  }
}
