import { invalid } from '../labels.ts'
import { normalCdf, normalQuantile } from '../normal.ts'

export interface CapitalInput {
  /** Probability of default within a year. */
  readonly pd: number
  /** Loss given default, a share of the exposure. */
  readonly lgd: number
  /** Asset correlation R: .04 for qualifying revolving retail, .15 for residential mortgages (Basel Committee, CRE31). */
  readonly correlation: number
}

export interface Capital {
  /** K: the unexpected loss at 99.9 %, as a share of the exposure. */
  readonly capital: number
  /** 12.5 K: 8 % of the risk-weighted exposure is then K. */
  readonly riskWeight: number
}

const CONFIDENCE = 0.999

/**
 * Asymptotic single risk factor (Gordy 2003): K = LGD (Phi((G(PD) + sqrt(R) G(.999)) / sqrt(1 - R)) - PD), without the maturity
 * adjustment, which retail exposures do not have. At PD 0 and 1 nothing is unexpected: K = 0.
 */
export function baselCapital({ pd, lgd, correlation }: CapitalInput): Capital {
  if (!(pd >= 0 && pd <= 1)) throw invalid('The probability of default is none.')
  if (!(lgd >= 0 && lgd <= 1)) throw invalid('The loss given default is no share.')
  if (!(correlation >= 0 && correlation < 1)) {
    throw invalid('The asset correlation is not between 0 and 1.')
  }
  if (pd === 0 || pd === 1) return { capital: 0, riskWeight: 0 }
  const stressed =
    (normalQuantile(pd) + Math.sqrt(correlation) * normalQuantile(CONFIDENCE)) /
    Math.sqrt(1 - correlation)
  const capital = lgd * (normalCdf(stressed) - pd)
  return { capital, riskWeight: 12.5 * capital }
}
