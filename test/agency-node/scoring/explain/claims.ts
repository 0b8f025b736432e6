import { reasonTexts } from '@creditmesh/agency-node/scoring/reasonTexts.ts'
import type { Client } from './clients.ts'

// What the printed sentences claim, read back from their words and held against the line of the file that they came from:
// nothing of the explanation's own code.

const names =
  'January|February|March|April|May|June|July|August|September|October|November|December'
const order = names.split('|')
const span = `(?:${names})(?: \\d{4})?(?: (?:to|and) (?:${names}) \\d{4})?`
const months = `(${span}(?:, ${span})*(?: and ${span})?)`
const money = '((?:between )?TWD [\\d,]+(?: and TWD [\\d,]+)?)'
const share = '((?:less than 1|\\d+) %(?: to (?:less than 1|\\d+) %)?)'

type Check = (client: Client, ...parts: string[]) => boolean

/** Sentences in the order in which they are tried; each takes its part off the front of what is left. */
const claims: readonly (readonly [string, Check])[] = [
  [
    `The payment for your credit card was late in ${months}, at worst ([\\w ]+? late) in ${months}\\.`,
    (client, when = '', worst = '', whenWorst = '') => {
      const [at = Number.NaN] = placesOf(whenWorst)
      const state = client.pay[at] as number
      return (
        isExactly(when, client, (place) => isLate(client, place)) &&
        worst === delayOf(state) &&
        placesOf(when).every((place) => Math.min(7, client.pay[place] as number) <= state)
      )
    },
  ],
  [
    `The payment for your credit card was (.+?)\\.(?= |$)`,
    (client, kinds = '') => {
      const told = new Map<number, string>()
      const ends: number[] = []
      for (const [, kind = '', when = ''] of kinds.matchAll(
        new RegExp(`([\\w ]+? late) in ${months}(?:, | and |$)`, 'g'),
      )) {
        for (const at of placesOf(when)) told.set(at, kind)
        ends.push(Math.min(...placesOf(when)))
      }
      const late = client.pay.flatMap((_, at) => (isLate(client, at) ? [at] : []))
      return (
        told.size === late.length &&
        late.every((at) => told.get(at)?.endsWith(delayOf(client.pay[at] as number))) &&
        ends.every((end, at) => at === 0 || end < (ends[at - 1] as number))
      )
    },
  ],
  [
    'This was still so in September 2005, where your records end; they do not say how much is overdue\\. Ask your bank for the amount\\.',
    (client) => isLate(client, 0),
  ],
  [
    `Your file lists your credit card as late in ${months}, although your (?:statements of those months|(\\w+) statement) showed no balance\\. We did not count this\\. If it is wrong, ask your bank to correct it\\.`,
    (client, when = '', one = '') =>
      isExactly(when, client, (at) => (client.pay[at] as number) > 0 && !isLate(client, at)) &&
      (one === '' ? placesOf(when).length > 1 : when === `${one} 2005`),
  ],
  [
    `What you paid in ${months} did not clear what was overdue\\.`,
    (client, when = '') =>
      isExactly(when, client, (at) => {
        const paid = client.paid[at] as number
        return isLate(client, at) && isLate(client, at + 1) && paid > 0 && paid < due(client, at)
      }),
  ],
  [
    `Your file lists your credit card as ([\\w ]+?) in ${months} and ([\\w ]+?) in ${months}, although nothing was paid in either month\\. Ask your bank which is right\\.`,
    (client, before = '', from = '', after = '', to = '') => {
      const [was = Number.NaN, is = Number.NaN] = [...placesOf(from), ...placesOf(to)]
      return (
        was === is + 1 &&
        client.paid[is] === 0 &&
        client.paid[was] === 0 &&
        isListedAs(client, was, before) &&
        isListedAs(client, is, after) &&
        Math.max(0, client.pay[is] as number) < Math.min(7, client.pay[was] as number)
      )
    },
  ],
  [
    `Your file lists your credit card as ([\\w ]+?) in ${months} and ([\\w ]+?) in ${months}, which is more than one month can bring\\. Ask your bank which is right\\.`,
    (client, before = '', from = '', after = '', to = '') => {
      const [was = Number.NaN, is = Number.NaN] = [...placesOf(from), ...placesOf(to)]
      return (
        was === is + 1 &&
        isListedAs(client, was, before) &&
        isListedAs(client, is, after) &&
        (client.pay[is] as number) - Math.max(0, client.pay[was] as number) > 2
      )
    },
  ],
  ['Your file shows no late payment\\.', ({ pay }) => pay.every((state) => state <= 0)],
  [
    `There was no payment in ${months}; the statement before showed ${money}\\.`,
    (client, when = '', amounts = '') =>
      isExactly(when, client, (at) => due(client, at) > 0 && client.paid[at] === 0) &&
      isRange(
        amounts,
        placesOf(when).map((at) => due(client, at)),
      ),
  ],
  [
    `In ${months} you paid ${money}, which was ${share} of what the statement before showed\\.`,
    (client, when = '', amounts = '', shares = '') => {
      const paidShare = (at: number) => (client.paid[at] as number) / due(client, at)
      return (
        isExactly(
          when,
          client,
          (at) => due(client, at) > 0 && paidShare(at) > 0 && paidShare(at) <= 0.5001,
        ) &&
        isRange(
          amounts,
          placesOf(when).map((at) => client.paid[at] as number),
        ) &&
        isShare(shares, placesOf(when).map(paidShare))
      )
    },
  ],
  [
    `In ${months} you paid the whole of it\\.`,
    (client, when = '') => isExactly(when, client, (at) => isInFull(client, at)),
  ],
  [
    `Your bank nevertheless lists ${months} as paid in full\\. Ask it which is right\\.`,
    (client, when = '') =>
      placesOf(when).every((at) => client.pay[at] === -1 && !isInFull(client, at)),
  ],
  [
    `In ${months} you used ${share} of your credit limit \\(${money}\\)(?:; in ${months} it was ${share})?\\.`,
    (client, when = '', shares = '', limit = '', otherwise = '', others = '') => {
      const used = (at: number) => Math.max(0, client.bill[at] as number) / client.limit
      return (
        isExactly(when, client, (at) => used(at) > 0.2999) &&
        isShare(shares, placesOf(when).map(used)) &&
        isRange(limit, [client.limit]) &&
        (otherwise === '' || isShare(others, placesOf(otherwise).map(used)))
      )
    },
  ],
  [
    `You paid in full what was due in ${months}\\. This is no mistake: this model looks at how much money was paid in a month, not at how much was owed, and small amounts raise a score less \\(yours in ${months}: ${money}\\)\\.`,
    (client, full = '', all = '', amounts = '') =>
      placesOf(full).every((at) => isInFull(client, at)) &&
      placesOf(all).every(
        (at) => due(client, at) === 0 || Number.isNaN(due(client, at)) || isInFull(client, at),
      ) &&
      isRange(
        amounts,
        placesOf(all).map((at) => client.paid[at] as number),
      ),
  ],
  [
    `In ${months} you paid (?:nothing|${money} a month)\\. This model counts larger payments for more\\.`,
    (client, when = '', amounts = 'TWD 0') =>
      placesOf(when).some((at) => (client.paid[at] as number) < due(client, at)) &&
      isRange(
        amounts,
        placesOf(when).map((at) => client.paid[at] as number),
      ),
  ],
  [
    `Nothing was due and (?:nothing was paid|you paid ${money} a month) in ${months}\\. This tells the model little\\.`,
    (client, amounts = 'TWD 0', all = '') => {
      const places = placesOf(all)
      const paid = places.map((at) => client.paid[at] as number)
      return places.every((at) => due(client, at) === 0) && isRange(amounts, paid)
    },
  ],
  [
    `Nothing was due in ${months}, and (?:nothing was paid|you paid ${money} a month) in ${months}\\. This tells the model little\\.`,
    (client, quiet = '', amounts = 'TWD 0', all = '') =>
      placesOf(quiet).every((at) => due(client, at) === 0) &&
      isRange(
        amounts,
        placesOf(all).map((at) => client.paid[at] as number),
      ),
  ],
  [
    `This model looks for months in which you left part of a bill unpaid and paid it later on time\\. (?:None of the last six on file counted|Of the last six on file, only ${months} counted\\. (?:The others|These) did not): (.+?)\\.(?= |$)`,
    (client, counted = '', others = '') =>
      isExactly(counted, client, (at) => isCarried(client, at)) && othersHold(client, others),
  ],
  [
    'At most three of the last six months on your file show a balance carried over with nothing late\\. Months that were paid in full or not used do not count here, and are no fault\\.',
    (client) => client.pay.filter((_, at) => isCarried(client, at)).length <= 3,
  ],
  [
    `Your bank lists ${months} as left in part unpaid, although you paid the whole bill\\. Ask it which is right\\.`,
    (client, when = '') =>
      isExactly(when, client, (at) => client.pay[at] === 0 && isInFull(client, at)),
  ],
  [
    `In ${months} your credit card had no balance and no payment, which tells this model little\\.`,
    (client, when = '') =>
      isExactly(when, client, (at) => (client.bill[at] as number) <= 0 && client.paid[at] === 0),
  ],
  [
    `Your credit limit is ${money}(?:; half of the people from whom this model learnt had TWD ([\\d,]+) or more)?\\. In this model a lower limit counts for less\\.`,
    (client, limit = '', typical = '') =>
      isRange(limit, [client.limit]) && (typical === '' || amountOf(typical) > client.limit),
  ],
  [
    `Your statements showed no balance in ${months}\\. That tells this model little about how you repay\\.`,
    (client, when = '') => placesOf(when).every((at) => (client.bill[at] as number) <= 0),
  ],
  [
    `Nothing was due in ${months}\\. That tells this model little about how you repay\\.`,
    (client, when = '') => placesOf(when).every((at) => due(client, at) === 0),
  ],
  ['Your file shows one credit account\\. Few accounts tell this model little\\.', () => true],
  [
    'Within the two years that this score sees, your longest account has 6 months on file\\. Only time changes this\\.',
    () => true,
  ],
  [
    'Your file does not say when your credit card was opened\\. This may not be your doing; you can ask for it to be completed\\.',
    () => true, // the file has no such column
  ],
  [
    `(?:Each late month counts for (two years|\\d+ months)\\. For example, )?${months} stops counting once your file has a record for (\\w+) (\\d{4})\\.`,
    (client, span = '', when = '', month = '', year = '') => {
      const [first = Number.NaN] = placesOf(when)
      const ahead = (Number(year) - 2005) * 12 + order.indexOf(month) - (8 - first)
      const told = span === '' ? ahead : span === 'two years' ? 24 : Number.parseInt(span, 10)
      const isSeveral = client.pay.filter((_, at) => isLate(client, at)).length > 1
      const isSpanRight = told === ahead && (span === '' || isSeveral)
      return isLate(client, first) && isSpanRight && [3, 6, 24].includes(ahead)
    },
  ],
]

const readers = claims.map(([pattern, check]) => ({ pattern: new RegExp(`^${pattern} ?`), check }))

/** The sentences whose claim the client's line does not bear out, or that nobody taught this file to read. */
export function falseClaims(client: Client, text: string): string[] {
  let left = text
  const wrong: string[] = []
  while (left !== '') {
    const reader = readers.find(({ pattern }) => pattern.test(left))
    const [sentence, ...parts] = reader?.pattern.exec(left) ?? []
    if (reader === undefined || sentence === undefined) return [...wrong, left]
    if (!reader.check(client, ...parts)) wrong.push(sentence)
    left = left.slice(sentence.length)
  }
  return wrong
}

/** Whether the general sentence that a lender reads is true of the client. */
export function isGeneralTrue(client: Client, text: string): boolean {
  const name = Object.entries(reasonTexts.en).find(([, general]) => general === text)?.[0]
  const all = client.pay.map((_, at) => at)
  if (name === 'R05') return all.some((at) => isLate(client, at))
  if (name === 'R09') return all.some((at) => isLate(client, at) && (client.pay[at] as number) > 1)
  if (name === 'R10') return client.bill.some((bill) => bill / client.limit > 0.2999)
  if (name === 'R08') {
    return all.some(
      (at) => due(client, at) > 0 && (client.paid[at] as number) <= 0.5001 * due(client, at),
    )
  }
  if (name === 'R07.idle') {
    return all.filter((at) => (client.bill[at] as number) <= 0 && client.paid[at] === 0).length >= 3
  }
  if (name === 'R07.orderlyUse') return all.filter((at) => isCarried(client, at)).length <= 3
  // One account, six months; and what is told of the model or of gaps holds of everybody.
  return ['R06', 'R07', 'R07.payment', 'R07.creditLimit', 'R07.accounts', 'R12'].includes(
    name ?? '',
  )
}

function isLate({ pay, bill }: Client, at: number): boolean {
  return (pay[at] as number) > 0 && (bill[at] as number) > 0
}

/** NaN of the oldest month. */
export function due({ bill }: Client, at: number): number {
  return Math.max(0, bill[at + 1] ?? Number.NaN)
}

/** By the file's word; where it calls a month late in which nothing was owed, by what was due and paid. */
function isCarried(client: Client, at: number): boolean {
  const state = client.pay[at] as number
  if (state <= 0) return state === 0
  return !isLate(client, at) && due(client, at) > 0 && !isInFull(client, at)
}

function isInFull(client: Client, at: number): boolean {
  return due(client, at) > 0 && (client.paid[at] as number) >= due(client, at)
}

/** The file counts months: days would say more than it knows. */
function delayOf(state: number): string {
  const words = ['one', 'two', 'three', 'four', 'five', 'six']
  if (state === 1) return 'up to about one month late'
  if (state >= 7) return 'at least about six months late'
  return `about ${words[state - 2]} to ${words[state - 1]} months late`
}

function isListedAs({ pay }: Client, at: number, words: string): boolean {
  const state = pay[at] as number
  return words === (state > 0 ? delayOf(state) : 'on time')
}

function othersHold(client: Client, others: string): boolean {
  const kinds: Readonly<Record<string, (at: number) => boolean>> = {
    'you were late': (at) => isLate(client, at),
    'you paid in full': (at) => isInFull(client, at),
    'you are listed as having paid in full': (at) => client.pay[at] === -1,
    'nothing was due': (at) => due(client, at) === 0,
    'your account is listed as not used': (at) => client.pay[at] === -2,
  }
  let left = others
  while (left !== '') {
    const [all, when = '', kind = ''] =
      new RegExp(`^in ${months} (${Object.keys(kinds).join('|')})(?:, | and |$)`).exec(left) ?? []
    if (all === undefined || !placesOf(when).every((at) => kinds[kind]?.(at))) return false
    left = left.slice(all.length)
  }
  return true
}

const someMonths = new RegExp(`(${names})(?: \\d{4})?(?: (to|and) (${names}) \\d{4})?`, 'g')

/** Months in words as places in the line: 0 is September 2005. */
function placesOf(text: string): number[] {
  return [...text.matchAll(someMonths)].flatMap(([, from = '', word, to = from]) => {
    const [first, last] = [8 - order.indexOf(from), 8 - order.indexOf(to)]
    if (word === 'and') return [first, last]
    return Array.from({ length: first - last + 1 }, (_, i) => last + i)
  })
}

/** Whether the months named are those, and all of those, of which something holds. */
function isExactly(when: string, { pay }: Client, holds: (at: number) => boolean): boolean {
  const named = placesOf(when).sort((a, b) => a - b)
  return named.join() === pay.flatMap((_, at) => (holds(at) ? [at] : [])).join()
}

function amountOf(text: string): number {
  return Number(text.replaceAll(',', ''))
}

function isRange(text: string, amounts: readonly number[]): boolean {
  const told = [...text.matchAll(/TWD ([\d,]+)/g)].map(([, amount = '']) => amountOf(amount))
  return told[0] === Math.min(...amounts) && told.at(-1) === Math.max(...amounts)
}

function isShare(text: string, shares: readonly number[]): boolean {
  const told = text
    .split(' to ')
    .map((words) => (words.startsWith('less') ? 0.5 : Number.parseInt(words, 10)))
  const [least = Number.NaN, most = least] = told
  return (
    Math.abs(least - 100 * Math.min(...shares)) < 1.01 &&
    Math.abs(most - 100 * Math.max(...shares)) < 1.01
  )
}
