import { baselCapital } from '../judgement/baselCapital.ts'
import { invalid } from '../labels.ts'

/** A portfolio, a loan a row. */
export interface Exposures {
  readonly pd: ArrayLike<number>
  readonly lgd: ArrayLike<number>
  /** Exposure at default, in money. */
  readonly ead: ArrayLike<number>
}

export interface CapitalUse {
  readonly exposure: number
  /** Sum of PD LGD EAD. */
  readonly expectedLoss: number
  /** Sum of K EAD (ASRF, 99.9 %). */
  readonly capital: number
  readonly riskWeightedAssets: number
  /** Capital by loan: what each one uses of it. */
  readonly byLoan: Float64Array
  /** Effective number of loans, 1 / sum of squared shares of exposure: the model supposes many. */
  readonly effectiveLoans: number
}

/**
 * What a portfolio binds under one correlation. Capital of loans adds up, because the model knows one systematic factor and
 * infinitely many small loans (Gordy 2003). Throws `analysis.invalid_input`.
 */
export function capitalUse({ pd, lgd, ead }: Exposures, correlation: number): CapitalUse {
  if (pd.length !== lgd.length || pd.length !== ead.length) {
    throw invalid('The columns of the portfolio differ in length.')
  }
  const byLoan = new Float64Array(pd.length)
  let exposure = 0
  let squares = 0
  let expectedLoss = 0
  let capital = 0
  for (let loan = 0; loan < byLoan.length; loan++) {
    const amount = ead[loan] as number
    if (!(amount >= 0 && amount < Number.POSITIVE_INFINITY)) {
      throw invalid(`The exposure of loan ${loan} is negative or none.`)
    }
    const terms = { pd: pd[loan] as number, lgd: lgd[loan] as number, correlation }
    const bound = baselCapital(terms).capital * amount
    byLoan[loan] = bound
    capital += bound
    exposure += amount
    squares += amount * amount
    expectedLoss += terms.pd * terms.lgd * amount
  }
  const effectiveLoans = squares === 0 ? 0 : exposure ** 2 / squares
  const riskWeightedAssets = 12.5 * capital
  return { exposure, expectedLoss, capital, riskWeightedAssets, byLoan, effectiveLoans }
}
