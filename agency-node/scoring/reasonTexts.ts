import type { ReasonName } from '../analysis/scorecard/reasonCodes.ts'

export type Language = 'en' | 'zh'
export type ReasonTexts = Readonly<Record<ReasonName, string>>

/**
 * What a lender and a person may read of a reason: true of everybody who gets it, whatever feature it came from
 * (`toldFrom` in the catalogue is where each begins to be true). They name no month and no amount, since a lender
 * that bought a score bought no records; the sentences filled in with those (explain/) stay with the agency and the person.
 * Nothing here may hint at anybody else's arrears, or move anybody to borrow. Copied into every artefact.
 */
export const reasonTexts: Readonly<Record<Language, ReasonTexts>> = {
  en: {
    R01: 'The income we have on record for you is lower than this lender requires.',
    R02: 'The amount you asked for is high for the income we have on record.',
    R03: 'We could not confirm your income. Newer proof of income may change this.',
    R04: 'You have been in your current job for only a short time.',
    R05: 'Your file shows a payment that was late, or not made, in the two years up to its last month.',
    R06: 'Some entries in your file are missing or could not be confirmed. This may not be your doing.',
    R07: 'Something that this model looks at, such as a balance or a payment that was due, did not occur in your recent record. This is not a fault.',
    'R07.creditLimit':
      'The total limit on your accounts counts for less than the average in this model. This is not a fault. Do not ask for more credit to change it.',
    'R07.orderlyUse':
      'At most three of the last six months on your file show a balance carried over with nothing late. Months that were paid in full or not used do not count here, and are no fault.',
    'R07.payment':
      'This model weighs how much was paid into your accounts in recent months. Where statements were small, or nothing was owed, this is not a fault.',
    'R07.idle':
      'In three or more of the last six months on your file, your accounts had no balance and no payment. This is not a fault. Do not borrow to change it.',
    'R07.accounts':
      'Your file shows at most three credit accounts, or at most three that are open. This is not a fault. Do not borrow to change it.',
    R08: 'In the last six months on your file, a statement was followed by no payment, or by about half of what it showed or less.',
    R09: 'One of your accounts was 30 days or more past due in the two years up to the last month on your file.',
    R10: 'In one or more of the last six months on your file, you used about 30 % or more of your credit limits.',
    R11: 'You applied for credit several times in a short period.',
    R12: 'None of your accounts has more than twelve months of records, or the oldest was at most two years old in the last of them.',
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
    R05: '您的档案显示，截至其最后一个月的两年内，有一次或多次付款逾期或未付。',
    R06: '您的档案中有些内容缺失或无法核实。这未必是您造成的。',
    R07: '您近期的记录中没有出现本模型所考察的某些情况，例如欠款余额或到期应付的款项。这并不是过失。',
    'R07.creditLimit':
      '您账户的总额度在本模型中的得分低于平均水平。这并不是过失。请不要为了改变这一点而申请更多信贷。',
    'R07.orderlyUse':
      '在您档案的最近六个月中，最多有三个月显示您结转余额且没有逾期。全额还清或没有使用的月份在这里不计入，这并不是过失。',
    'R07.payment':
      '本模型会考虑近几个月您账户上的还款金额。如果账单金额较小，或者没有欠款，这并不是过失。',
    'R07.idle':
      '在您档案的最近六个月中，有三个月或以上账户没有余额，也没有还款。这并不是过失。请不要为了改变这一点而借款。',
    'R07.accounts':
      '您的档案中最多有三个信贷账户，或者最多有三个仍在使用的账户。这并不是过失。请不要为了改变这一点而借款。',
    R08: '在您档案的最近六个月中，有账单之后没有还款，或者还款约为账单金额的一半或更少。',
    R09: '截至您档案最后一个月的两年内，您有账户逾期三十天或以上。',
    R10: '在您档案的最近六个月中，有一个月或以上您使用了信用额度的约三成或更多。',
    R11: '您在短时间内多次申请信贷。',
    R12: '您的任何账户都没有超过十二个月的记录，或者在最后一个月时您最早的账户开立不超过两年。',
    R13: '您的档案中有公共记录，例如法院判决或破产。',
    R14: '您同意为一笔债务担保。我们会计入您担保的金额。',
    R15: '您的档案显示有未付的电话、水电或房租账单。',
    R16: '我们没有找到与您提供的资料相符的信用档案。',
    'R16.noAccount': '我们找到了您的档案，但其中没有可以评分的信贷账户。',
  },
}
