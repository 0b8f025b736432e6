import { countClasses, invalid, type Labels, requireSameLength } from '../labels.ts'
import { type Loans, profitOf, requireLoans } from './modelProfit.ts'

/** One tree of a forest: the features that it asks for, and the class it gives each row of the test set (1 is bad). */
export interface JudgedTree {
  readonly features: Iterable<string>
  readonly predicted: ArrayLike<number>
}

export interface FeatureProfit {
  /** Mean profit of the trees with the feature less that of those without; null where one side is empty. */
  readonly importance: number | null
  readonly treesWith: number
  readonly treesWithout: number
}

/**
 * Importance by profit (the paper, 3.2.2), by feature in the order of the names. In deep forests of many trees every tree holds
 * every feature and the measure says nothing: the counts beside a null tell.
 */
export function profitImportance(
  y: Labels,
  loans: Loans,
  trees: readonly JudgedTree[],
): Map<string, FeatureProfit> {
  countClasses(y)
  requireLoans(y, loans)
  const profits = trees.map(({ predicted }, tree) => {
    requireSameLength(y, predicted, `tree ${tree}`)
    countClasses(predicted)
    return profitOf(y, predicted, loans)
  })
  const holders = holdersOf(trees)
  const names = [...holders.keys()].sort((a, b) => (a < b ? -1 : 1))
  return new Map(names.map((name) => [name, importanceOf(profits, holders.get(name) ?? new Set())]))
}

function holdersOf(trees: readonly JudgedTree[]): Map<string, Set<number>> {
  if (trees.length === 0) throw invalid('There are no trees.')
  const holders = new Map<string, Set<number>>()
  trees.forEach(({ features }, tree) => {
    for (const name of features) {
      const holding = holders.get(name) ?? new Set()
      holders.set(name, holding.add(tree))
    }
  })
  return holders
}

function importanceOf(profits: readonly number[], holding: ReadonlySet<number>): FeatureProfit {
  let withIt = 0
  let withoutIt = 0
  profits.forEach((profit, tree) => {
    if (holding.has(tree)) withIt += profit
    else withoutIt += profit
  })
  const treesWith = holding.size
  const treesWithout = profits.length - treesWith
  const isDefined = treesWith > 0 && treesWithout > 0
  const importance = isDefined ? withIt / treesWith - withoutIt / treesWithout : null
  return { importance, treesWith, treesWithout }
}
