import { forgetAnswer, mayKeep } from './forgetAnswer.ts'
import type { LenderModules } from './modules.ts'
import type { QueryResult } from './queryResult.ts'
import { findQuery } from './showQuery.ts'

/** Hands answers to the lender's program, and sees to it that those it may only look at do not stay. */
export interface HandOver {
  /** Gives the result back; what may not be kept is forgotten right after. */
  give(result: QueryResult): QueryResult
  forget(result: QueryResult): Promise<boolean>
  /** Resolves when nothing is left to be forgotten. */
  done(): Promise<void>
}

/**
 * In this order, handed over and then forgotten, so that a crash between the two shows an answer once more and loses
 * none. With `forgets: 'whenTold'` the program says when it has it.
 */
export function createHandOver(lender: LenderModules, forgets: 'byItself' | 'whenTold'): HandOver {
  const underWay = new Set<Promise<void>>()
  const forget = (result: QueryResult) =>
    lender.inTurn(result.id, async () => {
      const entry = await findQuery(result.id, lender.journal)
      if (mayKeep(entry)) return false
      await forgetAnswer(entry, lender, result)
      return true
    })
  return {
    forget,
    give(result) {
      if (forgets === 'whenTold') return result
      // One turn of the event loop: the program has the result by then. Should it fail, the next look does it again.
      const later = new Promise((resolve) => setTimeout(resolve, 0))
        .then(async () => void (await forget(result)))
        .catch(() => undefined)
      underWay.add(later)
      later.then(() => underWay.delete(later))
      return result
    },
    async done() {
      await Promise.all(underWay)
    },
  }
}
