import type { AccountStatus, PortfolioType } from './enums.ts'

interface Codes {
  readonly metro2: string | null
  readonly pboc: string | null
}

/** Account status: Metro 2's two digits and PBoC's digit for loans (its cards count differently). CREDIT-DATA 2.4. */
export const accountStatusCodes: Readonly<Record<AccountStatus, Codes>> = {
  CURRENT: { metro2: '11', pboc: '1' },
  DPD_1_29: { metro2: '11', pboc: '2' },
  DPD_30_59: { metro2: '71', pboc: '2' },
  DPD_60_89: { metro2: '78', pboc: '2' },
  DPD_90_119: { metro2: '80', pboc: '2' },
  DPD_120_149: { metro2: '82', pboc: '2' },
  DPD_150_179: { metro2: '83', pboc: '2' },
  DPD_180_PLUS: { metro2: '84', pboc: '2' },
  COLLECTION: { metro2: '93', pboc: null },
  CHARGE_OFF: { metro2: '97', pboc: '4' },
  GOVERNMENT_CLAIM: { metro2: '88', pboc: null },
  DEED_IN_LIEU: { metro2: '89', pboc: null },
  FORECLOSED: { metro2: '94', pboc: null },
  SURRENDERED: { metro2: '95', pboc: null },
  REPOSSESSED: { metro2: '96', pboc: null },
  COLLATERAL_SHORT: { metro2: null, pboc: '6' },
  JUDICIAL_RECOVERY: { metro2: null, pboc: '8' },
  TRANSFERRED: { metro2: '05', pboc: '5' },
  PAID: { metro2: '13', pboc: '3' },
  PAID_WAS_SURRENDERED: { metro2: '61', pboc: '3' },
  PAID_WAS_COLLECTION: { metro2: '62', pboc: '3' },
  PAID_WAS_REPOSSESSED: { metro2: '63', pboc: '3' },
  PAID_WAS_CHARGE_OFF: { metro2: '64', pboc: '3' },
  PAID_WAS_FORECLOSED: { metro2: '65', pboc: '3' },
}

/** PBoC tells revolving kinds apart by account type instead: R2 card, R3 semi-credit card, R4 sub-account of a limit. */
export const portfolioTypeCodes: Readonly<Record<PortfolioType, Codes>> = {
  LINE_OF_CREDIT: { metro2: 'C', pboc: 'R1' },
  INSTALMENT: { metro2: 'I', pboc: 'D1' },
  MORTGAGE: { metro2: 'M', pboc: 'D1' },
  OPEN: { metro2: 'O', pboc: null },
  REVOLVING: { metro2: 'R', pboc: 'R2' },
  LEASE: { metro2: 'L', pboc: null },
  COLLECTION: { metro2: null, pboc: 'C1' },
}
