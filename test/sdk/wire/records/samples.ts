import { ucrSchemaId, ucrStandard } from '@creditmesh/sdk/wire/records/envelope.ts'
import type {
  TradelineRecord,
  UcrRecord,
  UcrRecordOf,
} from '@creditmesh/sdk/wire/records/record.ts'

const hash = `0x${'5a'.repeat(32)}`

const envelope = {
  $schema: ucrSchemaId,
  standard: ucrStandard,
  subjectRef: 'sub_0000000001',
  furnisherId: '529900T8BM49AURSDO55',
  asOf: '2024-05-31',
  reportedAt: 1_717_300_000,
  version: 1,
  correctionIndicator: 0,
  retainUntil: null,
} as const

/** A plain card, three months, nothing wrong with it. */
export function sampleTradeline(
  payload: Partial<TradelineRecord['payload']> = {},
): TradelineRecord {
  return {
    ...envelope,
    recordId: 'rec_tradeline01',
    provenance: { source: 'FURNISHER', noticeSentAt: 1_717_000_000 },
    annotations: [],
    category: 'tradeline',
    payload: {
      accountRef: 'acc_0000000001',
      portfolioType: 'REVOLVING',
      accountType: 'CREDIT_CARD',
      liability: 'INDIVIDUAL',
      currency: 'EUR',
      dateOpened: '2019-02-28',
      creditLimit: 500_000,
      accountStatus: 'CURRENT',
      currentBalance: 120_050,
      amountPastDue: 0,
      paymentHistory: ['2024-05', '2024-04', '2024-03'].map((month) => ({
        month,
        bucket: 'CURRENT',
        daysPastDue: 0,
        amountPastDue: 0,
        statementBalance: 120_050,
        paymentAmount: 5_000,
      })),
      ...payload,
    },
  }
}

export function sampleIdentity(): UcrRecordOf<'identity'> {
  return {
    ...envelope,
    recordId: 'rec_identity001',
    provenance: { source: 'FURNISHER' },
    annotations: [],
    category: 'identity',
    payload: {
      surname: 'Muster',
      firstName: 'Erika',
      dateBirth: '1980-02-29',
      nationalIds: [{ country: 'DE', type: 'id-card', value: 'T220001293' }],
      phones: ['+49 30 1234567'],
      addresses: [{ lines: ['Musterweg 1'], city: 'Berlin', zipCode: '10115', countryCode: 'DE' }],
      employment: [{ employer: 'Muster AG' }],
    },
  }
}

/** One valid record of every category. */
export function sampleRecords(): { [C in UcrRecord['category']]: UcrRecordOf<C> } {
  const make = <C extends UcrRecord['category']>(category: C, payload: UcrRecordOf<C>['payload']) =>
    ({
      ...envelope,
      recordId: `rec_${category}01`,
      provenance: { source: 'FURNISHER' },
      annotations: [],
      category,
      payload,
    }) as unknown as UcrRecordOf<C> // the compiler cannot pair category and payload; the schema test does
  return {
    identity: sampleIdentity(),
    tradeline: sampleTradeline(),
    creditAgreement: make('creditAgreement', {
      agreementRef: 'agr_00000001',
      limitType: 'SINGLE_CARD',
      currency: 'CNY',
      creditLimit: 5_000_000,
      usedAmount: null,
      effectiveDate: '2020-01-01',
      expiryDate: null,
      status: 'VALID',
    }),
    relatedDuty: make('relatedDuty', {
      dutyRef: 'dut_00000001',
      dutyType: 'GUARANTOR',
      principalType: 'PERSON',
      currency: 'CNY',
      dutyAmount: 900_000,
      balance: 100,
      paymentStatus: 'CURRENT',
      overdueMonths: 0,
    }),
    inquiry: make('inquiry', {
      inquiredAt: 1_717_000_000,
      inquirerType: 'QUERY_USER',
      inquirerId: 'lender-1',
      purposeCode: 1,
      consentId: hash,
      kind: 'HARD',
      mode: 2,
      onChainTx: hash,
    }),
    publicRecord: make('publicRecord', {
      recordType: 'BANKRUPTCY',
      authority: 'Amtsgericht Musterstadt',
      caseRef: null,
      filedDate: '2018-03-01',
      resolvedDate: '2021-03-01',
      consumerInformationIndicator: 'DISCHARGED',
    }),
    postpaid: make('postpaid', {
      accountRef: 'acc_0000000002',
      accountKind: 'TELECOM',
      provider: 'telco-7',
      openedDate: null,
      currentStatus: 'NORMAL',
      currency: 'TWD',
      arrearsAmount: 0,
      accountingMonth: '2024-05',
      last24Months: ['NORMAL', 'NO_DATA'],
    }),
    alternativeCashflow: make('alternativeCashflow', {
      windowMonths: 12,
      currency: 'AUD',
      incomeMonthlyMedian: 400_000,
      incomeStability: 0.93,
      obligationsMonthly: null,
      nsfCount: 0,
      averageBalance: -5,
      minimumBalance: -900,
      rentDetected: true,
      consentId: hash,
    }),
    alternativeTelecom: make('alternativeTelecom', {
      windowWeeks: 12,
      active_days: { mean: 6.5, std: 0.4 },
    }),
    score: make('score', {
      scoreValue: 612,
      scale: '600 @ 50:1, PDO 20',
      modelId: hash,
      modelVersion: '1',
      computedAt: 1_717_000_000,
      inputsRoot: hash,
      reasonCodes: ['R05', 'R10'],
    }),
    annotation: make('annotation', {
      kind: 'SUBJECT_STATEMENT',
      text: 'I was ill in March and have paid since.',
      openedAt: 1_717_000_000,
      scope: 'subject',
    }),
  }
}
