import type { TableOptions } from '@creditmesh/agency-node/scoring/evaluate/tableOptions.ts'

/** A public table and how it is read; `name` decides the splits. */
export interface PublicTable {
  readonly name: string
  readonly title: string
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
    file: 'german/german.data',
    splits: 20,
    options: { hasHeader: false, columns: germanColumns, label: 'label', bad: '2' },
  },
  {
    name: 'south_german',
    title: 'South German credit (Grömping 2019, the corrected coding)',
    file: 'german/SouthGermanCredit.asc',
    splits: 20,
    options: { label: 'credit_risk', bad: '0', categorical: southGermanCodes },
  },
  {
    name: 'taiwan',
    title: 'Credit cards in Taiwan (Yeh and Lien 2009)',
    file: 'taiwan/UCI_Credit_Card.csv',
    splits: 3,
    options: { label: 'default.payment.next.month', bad: '1', drop: ['ID'] },
  },
  {
    name: 'lending_club',
    title: 'Lending Club, first quarter of 2016',
    file: 'lending_club/lending_club.csv',
    splits: 5,
    options: { label: 'Class', bad: 'bad' },
  },
]
