import { baselCapital } from '../judgement/baselCapital.ts'
import { invalid } from '../labels.ts'

/** What a loan of amount 1 is expected to cost and earn over its term; all shares of the amount. */
export interface LoanTerms {
  /** Probability of default over the term. */
  readonly pd: number
  /** Loss given default, of the exposure. */
  readonly lgd: number
  /** Exposure at default of the amount; above 1 where interest and fees are owed too. */
  readonly exposure: number
}

export interface PriceOptions {
  /** Cost of the money lent. */
  readonly funding: number
  /** Cost of handling. */
  readonly costs: number
  /** Wanted return on the capital that the loan binds. */
  readonly hurdle: number
  /** Asset correlation, see `baselCapital`. */
  readonly correlation: number
}

export interface Price {
  /** PD LGD EAD. */
  readonly expectedLoss: number
  /** ASRF capital K EAD. */
  readonly capital: number
  /** What the good ones must pay, so that all is earned on the mean: a return on investment over the term. */
  readonly rate: number
  /** The parts of the rate, which add up to it. */
  readonly parts: {
    readonly expectedLoss: number
    readonly funding: number
    readonly costs: number
    readonly capital: number
  }
}

/**
 * Risk-based price of one period: (1 - PD) rate = PD LGD EAD + funding + costs + hurdle K EAD, since only those who pay, pay. Null
 * at a PD of 1: no price is enough. Throws `analysis.invalid_input`.
 */
export function riskBasedPrice(
  { pd, lgd, exposure }: LoanTerms,
  { funding, costs, hurdle, correlation }: PriceOptions,
): Price | null {
  requireTerms({ pd, lgd, exposure })
  for (const [name, share] of Object.entries({ funding, costs, hurdle })) {
    if (!(share >= 0 && share < Number.POSITIVE_INFINITY)) throw invalid(`${name} is negative.`)
  }
  const { capital: k } = baselCapital({ pd, lgd, correlation })
  if (pd === 1) return null
  const expectedLoss = pd * lgd * exposure
  const capital = k * exposure
  const perGood = 1 / (1 - pd)
  const parts = {
    expectedLoss: expectedLoss * perGood,
    funding: funding * perGood,
    costs: costs * perGood,
    capital: hurdle * capital * perGood,
  }
  const rate = parts.expectedLoss + parts.funding + parts.costs + parts.capital
  return { expectedLoss, capital, rate, parts }
}

/**
 * The PD up to which a loan pays at this return: (1 - PD) roi = PD lambda. At the portfolio's mean lambda it is the break-even
 * behind the EMP; 1 where a default loses nothing.
 */
export function breakEvenPd(roi: number, lossShare: number): number {
  if (!(roi >= 0 && lossShare >= 0)) throw invalid('A return or a loss is negative.')
  return lossShare === 0 ? 1 : roi / (roi + lossShare)
}

export interface LimitOptions {
  readonly roi: number
  /** Mean lambda of the portfolio's defaults (`lossDistribution`). */
  readonly lossShare: number
  /** The most that one person may cost on the mean, in money. */
  readonly lossBudget: number
  /** The most that she can carry, and that anyone gets, in money. */
  readonly affordable: number
  readonly most: number
  /** Limits are whole multiples of this, rounded down. */
  readonly step: number
}

export interface LimitSuggestion {
  readonly limit: number
  /** What decided: the loan does not pay, the loss budget, what she can carry, or the general maximum. */
  readonly bound: 'unprofitable' | 'lossBudget' | 'affordable' | 'most'
  /** In money, over the term: limit ((1 - PD) roi - PD lambda). */
  readonly expectedProfit: number
}

/**
 * The largest limit that pays, stays in the loss budget (PD lambda limit at most) and can be carried. Where a loan does not pay at
 * the portfolio's own losses the limit is 0, however small. A suggestion for a person to decide on.
 */
export function suggestLimit(pd: number, options: LimitOptions): LimitSuggestion {
  const { roi, lossShare, lossBudget, affordable, most, step } = options
  requireTerms({ pd, lgd: 0, exposure: 0 })
  const amounts = { lossBudget, affordable, most }
  if (!Object.values(amounts).every((amount) => amount >= 0) || !(step > 0)) {
    throw invalid('A limit needs amounts that are not negative and a positive step.')
  }
  const perUnit = (1 - pd) * roi - pd * lossShare
  if (pd >= breakEvenPd(roi, lossShare)) {
    return { limit: 0, bound: 'unprofitable', expectedProfit: 0 }
  }
  const lossPerUnit = pd * lossShare
  const bounds = [
    {
      bound: 'lossBudget',
      at: lossPerUnit === 0 ? Number.POSITIVE_INFINITY : lossBudget / lossPerUnit,
    },
    { bound: 'affordable', at: affordable },
    { bound: 'most', at: most },
  ] as const
  const tightest = bounds.reduce((least, each) => (each.at < least.at ? each : least))
  if (tightest.at === Number.POSITIVE_INFINITY) throw invalid('Nothing bounds the limit.')
  const limit = Math.floor(tightest.at / step) * step
  return { limit, bound: tightest.bound, expectedProfit: limit * perUnit }
}

function requireTerms({ pd, lgd, exposure }: LoanTerms): void {
  if (!(pd >= 0 && pd <= 1)) throw invalid('The probability of default is none.')
  if (!(lgd >= 0 && lgd <= 1)) throw invalid('The loss given default is no share.')
  if (!(exposure >= 0 && exposure < Number.POSITIVE_INFINITY)) {
    throw invalid('The exposure is negative.')
  }
}
