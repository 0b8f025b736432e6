import type { AccountType, PortfolioType } from '@creditmesh/sdk/wire/records/enums.ts'
import { tradelineEvaluator } from './evaluator.ts'

const portfoliosOf: Readonly<Record<AccountType, readonly PortfolioType[]>> = {
  CREDIT_CARD: ['REVOLVING'],
  CHARGE_CARD: ['OPEN', 'REVOLVING'],
  SEMI_CREDIT_CARD: ['REVOLVING'],
  INSTALMENT_CARD: ['INSTALMENT', 'REVOLVING'],
  HOME_LOAN: ['MORTGAGE'],
  HOME_EQUITY_LINE: ['LINE_OF_CREDIT', 'MORTGAGE'],
  COMMERCIAL_PROPERTY_LOAN: ['MORTGAGE', 'INSTALMENT'],
  CAR_LOAN: ['INSTALMENT'],
  CAR_LEASE: ['LEASE', 'INSTALMENT'],
  STUDENT_LOAN: ['INSTALMENT'],
  PERSONAL_LOAN: ['INSTALMENT'],
  CONSUMER_LOAN: ['INSTALMENT'],
  MICRO_LOAN: ['INSTALMENT', 'OPEN'],
  BUSINESS_LOAN: ['INSTALMENT', 'LINE_OF_CREDIT'],
  FARM_LOAN: ['INSTALMENT', 'LINE_OF_CREDIT', 'MORTGAGE'],
  CREDIT_LINE: ['LINE_OF_CREDIT', 'REVOLVING'],
  OVERDRAFT: ['LINE_OF_CREDIT', 'OPEN'],
  BUY_NOW_PAY_LATER: ['INSTALMENT', 'OPEN'],
  EQUIPMENT_LEASE: ['LEASE', 'INSTALMENT'],
  PURCHASED_DEBT: ['COLLECTION', 'OPEN'],
  OTHER: ['LINE_OF_CREDIT', 'INSTALMENT', 'MORTGAGE', 'OPEN', 'REVOLVING', 'LEASE', 'COLLECTION'],
}

export const portfolioMismatch = tradelineEvaluator(
  {
    id: 'portfolio-account-mismatch',
    category: 'account',
    description: 'The kind of account does not belong to its portfolio type.',
    fieldsUsed: ['portfolioType', 'accountType'],
    rationale: 'A card is revolving and a home loan a mortgage; another pairing is a coding error.',
    potentialHarm: 'Utilisation and terms are judged by the rules of another product.',
    alternateExplanation: 'A new product that the list of kinds does not know yet.',
    severity: 'ERROR',
  },
  ({ payload }) =>
    portfoliosOf[payload.accountType].includes(payload.portfolioType)
      ? null
      : { field: 'payload.portfolioType' },
)

export const limitOnInstalment = tradelineEvaluator(
  {
    id: 'limit-on-instalment',
    category: 'account',
    description: 'An instalment loan or a mortgage carries a credit limit.',
    fieldsUsed: ['portfolioType', 'creditLimit'],
    rationale:
      'Such a loan has an original amount (highestCredit) and no limit to draw on; it is 0.',
    potentialHarm: 'The person seems to hold credit that she cannot use.',
    alternateExplanation: 'The original amount was put into the wrong field.',
    severity: 'ERROR',
  },
  ({ payload }) => {
    const isLoan = payload.portfolioType === 'INSTALMENT' || payload.portfolioType === 'MORTGAGE'
    if (!isLoan || payload.creditLimit === 0) return null
    const field = 'payload.creditLimit'
    return payload.creditLimit === null ? { field, severity: 'WARN' } : { field }
  },
)

export const closedBeforeOpened = tradelineEvaluator(
  {
    id: 'closed-before-opened',
    category: 'dates',
    description: 'The account was closed before it was opened.',
    fieldsUsed: ['dateOpened', 'dateClosed'],
    rationale: 'One of the two dates must be wrong.',
    potentialHarm: 'The length of the history, and the time of purge, are computed wrongly.',
    alternateExplanation: 'A transferred account that kept the closing date of its predecessor.',
    severity: 'ERROR',
  },
  ({ payload: { dateOpened, dateClosed } }) =>
    dateOpened && dateClosed && dateClosed < dateOpened ? { field: 'payload.dateClosed' } : null,
)

// Shorter numbers occur in any reference by chance.
const shortestNumber = 6

export const identifierInReference = tradelineEvaluator(
  {
    id: 'national-id-in-account-ref',
    category: 'privacy',
    description: 'The account reference contains a number that identifies the person.',
    fieldsUsed: ['accountRef'],
    rationale: 'References travel where identity does not; they must be opaque.',
    potentialHarm: 'Whoever sees the account sees who it belongs to.',
    alternateExplanation: 'Digits that happen to look like an identity number.',
    severity: 'ERROR',
  },
  ({ payload }, { identifier }) => {
    const reference = payload.accountRef.toUpperCase().replaceAll(/[-_]/g, '')
    const isOwn =
      identifier.value.length >= shortestNumber &&
      reference.includes(identifier.value.toUpperCase())
    return isOwn || containsChineseId(reference) ? { field: 'payload.accountRef' } : null
  },
)

function containsChineseId(text: string): boolean {
  // Six digits of region, a birthday, three of sequence, and the check digit of GB 11643.
  const shape = /\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]/.exec(text)
  if (shape === null) return false
  let sum = 0
  for (let i = 0; i < 17; i += 1) sum += Number(shape[0][i]) * (2 ** (17 - i) % 11)
  return '10X98765432'[sum % 11] === shape[0][17]
}
