const interrupted = 130 // as a shell reports SIGINT

/**
 * When a person or the system stops this process: cleans up, then ends. Servers of a network run in sessions of their
 * own and would live on.
 */
export function onInterrupt(cleanUp: () => Promise<unknown>): Disposable {
  let isEnding = false
  const end = () => {
    if (isEnding) return // the terminal and npm both pass the signal on
    isEnding = true
    cleanUp().finally(() => process.exit(interrupted))
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  return {
    [Symbol.dispose]() {
      process.off('SIGINT', end)
      process.off('SIGTERM', end)
    },
  }
}
