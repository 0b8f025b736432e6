import type { ReasonName } from '../analysis/scorecard/reasonCodes.ts'

export type Language = 'en' | 'zh'
export type ReasonTexts = Readonly<Record<ReasonName, string>>

/**
 * What a person is told, about her file and to her. Nothing here may hint at anybody else's arrears, or move her to borrow.
 * Copied into every artefact.
 */
export const reasonTexts: Readonly<Record<Language, ReasonTexts>> = {
  en: {
    R01: 'The income we have on record for you is lower than this lender requires.',
    R02: 'The amount you asked for is high for the income we have on record.',
    R03: 'We could not confirm your income. Newer proof of income may change this.',
    R04: 'You have been in your current job for only a short time.',
    R05: 'Your file shows one or more payments made after the due date.',
    R06: 'Some entries in your file are missing or could not be confirmed. This may not be your doing.',
    R07: 'Your accounts show only a short or small record of borrowing and repaying so far. This point is not about late payments.',
    'R07.creditLimit':
      'The total limit on your accounts is low, so they tell us little about larger credit.',
    'R07.orderlyUse':
      'Your file shows few months in which you repaid a balance in parts and on time. Paying in full is not a fault. Do not borrow to change this.',
    'R07.payment':
      'The payments on your accounts were small, or there were none, in recent months.',
    'R07.idle': 'You have hardly used your accounts in recent months.',
    'R07.accounts': 'You have had few credit accounts so far.',
    R08: 'Your recent payments were small compared with what you owe.',
    R09: 'One of your accounts was 30 days or more past due within the last two years.',
    R10: 'You have used a large part of your credit limits during the last six months.',
    R11: 'You applied for credit several times in a short period.',
    R12: 'Your oldest account is still new, or your file covers only a few months.',
    R13: 'Your file contains a public record, such as a court judgment or insolvency.',
    R14: 'You have agreed to guarantee a debt. We count the amount that you guarantee.',
    R15: 'Your file shows an unpaid phone, utility or rent bill.',
    R16: 'We found no credit file under the details you gave.',
    'R16.noAccount': 'We found your file, but it has no credit account that we can score.',
  },
  zh: {
    R01: '我们记录的您的收入低于该贷款机构的要求。',
    R02: '相对于我们记录的收入，您申请的金额偏高。',
    R03: '我们无法核实您的收入。较新的收入证明可能会改变这一点。',
    R04: '您从事目前工作的时间较短。',
    R05: '您的档案显示有一次或多次付款晚于到期日。',
    R06: '您的档案中有些内容缺失或无法核实。这未必是您造成的。',
    R07: '您的账户目前只有较短或较少的借款和还款记录。这一点与逾期无关。',
    'R07.creditLimit': '您账户的总额度较低，难以据此判断更大的信贷。',
    'R07.orderlyUse':
      '您的档案中按时分期偿还余额的月份较少。全额还清并不是过失。请不要为了改变这一点而借款。',
    'R07.payment': '近几个月您账户上的还款很少，或者没有还款。',
    'R07.idle': '近几个月您几乎没有使用您的账户。',
    'R07.accounts': '您至今拥有的信贷账户较少。',
    R08: '您近期的还款相对于欠款偏少。',
    R09: '近两年内您有账户逾期三十天或以上。',
    R10: '近六个月您使用了信用额度的很大部分。',
    R11: '您在短时间内多次申请信贷。',
    R12: '您最早的账户开立不久，或者您的档案只有几个月的记录。',
    R13: '您的档案中有公共记录，例如法院判决或破产。',
    R14: '您同意为一笔债务担保。我们会计入您担保的金额。',
    R15: '您的档案显示有未付的电话、水电或房租账单。',
    R16: '我们没有找到与您提供的资料相符的信用档案。',
    'R16.noAccount': '我们找到了您的档案，但其中没有可以评分的信贷账户。',
  },
}
