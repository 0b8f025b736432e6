import type { ReasonCode } from '../analysis/scorecard/reasonCodes.ts'

export type Language = 'en' | 'zh'
export type ReasonTexts = Readonly<Record<ReasonCode, string>>

/** What a person is told. Nothing here may hint at anybody else's arrears. Copied into every artefact. */
export const reasonTexts: Readonly<Record<Language, ReasonTexts>> = {
  en: {
    R01: 'The income is below what is required.',
    R02: 'The income is too low for the amount asked for.',
    R03: 'The income could not be verified.',
    R04: 'The employment has not lasted long enough.',
    R05: 'Payments were not always made on time.',
    R06: 'Part of the credit history could not be verified.',
    R07: 'The accounts show too little orderly use and repayment of credit so far.',
    R08: 'Repayments are low compared with what is owed.',
    R09: 'An account was seriously past due not long ago.',
    R10: 'Balances are high compared with the limits.',
    R11: 'There were many applications for credit recently.',
    R12: 'The credit history is short.',
    R13: 'There is a public record such as a judgment or insolvency.',
    R14: 'There are obligations as guarantor for others.',
    R15: 'Bills for telephone, utilities or rent are unpaid.',
    R16: 'No credit file was found.',
  },
  zh: {
    R01: '收入低于要求。',
    R02: '收入不足以支持所申请的金额。',
    R03: '收入无法核实。',
    R04: '工作时间不够长。',
    R05: '有未按时还款的情况。',
    R06: '部分信用记录无法核实。',
    R07: '账户显示的正常用信和还款记录过少。',
    R08: '还款相对于欠款偏低。',
    R09: '近期有账户严重逾期。',
    R10: '欠款余额相对于额度偏高。',
    R11: '近期申请信贷的次数较多。',
    R12: '信用历史较短。',
    R13: '有判决、破产等公共记录。',
    R14: '承担他人债务的担保责任。',
    R15: '有电话、水电或房租欠费。',
    R16: '未找到信用档案。',
  },
}
