import type { TableOptions } from '@creditmesh/agency-node/scoring/evaluate/tableOptions.ts'

/** A public table and how it is read; `name` decides the splits. */
export interface PublicTable {
  readonly name: string
  readonly title: string
  /** In the answer at the head of the page. */
  readonly shortName: string
  /** The short name of the table that holds the same loans. */
  readonly sameLoansAs?: string
  /** What counts as bad, and what to know of it. */
  readonly outcome: string
  readonly file: string
  readonly splits: number
  readonly options: TableOptions
}

const germanColumns = [
  ...['status', 'duration', 'history', 'purpose', 'amount', 'savings', 'employment', 'rate'],
  ...['personal', 'guarantors', 'residence', 'property', 'age', 'otherPlans', 'housing'],
  ...['credits', 'job', 'dependants', 'telephone', 'foreign', 'label'],
]

const southGermanCodes = [
  ...['status', 'credit_history', 'purpose', 'savings', 'employment_duration'],
  ...['personal_status_sex', 'other_debtors', 'property', 'other_installment_plans'],
  ...['housing', 'job', 'telephone', 'foreign_worker'],
]

/** Splits as many as the reference figures have. */
export const publicTables: readonly PublicTable[] = [
  {
    name: 'german',
    title: 'German credit (Hofmann 1994)',
    shortName: 'German credit',
    outcome: 'bad: the contract was not kept; far more bad loans were sampled than a bank has',
    file: 'german/german.data',
    splits: 20,
    options: { hasHeader: false, columns: germanColumns, label: 'label', bad: '2' },
  },
  {
    name: 'south_german',
    title: 'South German credit (Grömping 2019, the corrected coding)',
    shortName: 'South German credit',
    sameLoansAs: 'German credit',
    outcome: 'bad: as above; they are the same loans',
    file: 'german/SouthGermanCredit.asc',
    splits: 20,
    options: { label: 'credit_risk', bad: '0', categorical: southGermanCodes },
  },
  {
    name: 'taiwan',
    title: 'Credit cards in Taiwan (Yeh and Lien 2009)',
    shortName: 'Taiwan',
    outcome: 'bad: the next month’s payment was missed',
    file: 'taiwan/UCI_Credit_Card.csv',
    splits: 3,
    options: { label: 'default.payment.next.month', bad: '1', drop: ['ID'] },
  },
  {
    name: 'lending_club',
    title: 'Lending Club, first quarter of 2016',
    shortName: 'Lending Club',
    outcome:
      'bad: written off, in default or 21 to 120 days late when the file was made; good: paid back, or still running and on time, and so may yet turn bad',
    file: 'lending_club/lending_club.csv',
    splits: 5,
    options: { label: 'Class', bad: 'bad' },
  },
]
