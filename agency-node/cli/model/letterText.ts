import type { AgencyContact } from '../../config.ts'
import { allAccountsWords } from '../../scoring/explain/accountWords.ts'
import { monthsBetween } from '../../scoring/explain/facts.ts'
import type { FileTold } from '../../scoring/explain/fileTold.ts'
import { dayWords, listWords, monthWords } from '../../scoring/explain/monthWords.ts'
import type { ShownScore } from './scoreText.ts'

/** From so many months on the end of a file is worth a word: agencies report within two. */
const oldMonths = 3
const width = 78

/**
 * What an agency hands to a person about her score, said to her: no code, no band, no probability, and nothing that her file
 * does not bear out.
 */
export function letterText(shown: ShownScore): string {
  const { askAt, calculatedAt, file, whatWouldChange: advice } = shown
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['About your credit score', headLines(shown)],
    ['Why it is not higher, the most important first', reasonLines(shown)],
    ['Listed in your file, but not counted', file?.notCounted ?? []],
    ['How long late months count', file?.ageing ?? []],
    [
      'What you can do',
      advice ? [advice.text, ...advice.plans.map(({ text }) => `- ${text}`)] : [],
    ],
    ['What you cannot change', file?.unchangeable ?? []],
    ['Whom to ask', askLines(shown)],
  ]
  return [
    `${askAt.contact?.name ?? `Agency ${askAt.agency}`}, ${dayWords(calculatedAt)}`,
    ...sections.filter(([, lines]) => lines.length > 0).map(sectionText),
  ].join('\n\n')
}

/** For the agency, beside a letter that can name nobody. */
export const howToSetContact = [
  'agency.json names nobody whom a person could ask. Add for example',
  '"contact": { "name": "…", "address": "…", "phone": "…", "email": "…", "answersWithinDays": 20 }',
].join('\n')

function headLines({ score, cutOff, calculatedAt, file }: ShownScore): string[] {
  if (score === null) return ['We tried to calculate a score for you, and could not.']
  return [
    `Your score is ${score.scoreValue}. A higher score is better.`,
    ...(cutOff ? [standingWords(score.scoreValue, cutOff.score)] : []),
    ...(file ? [recordsWords(file, calculatedAt)] : []),
  ]
}

function recordsWords({ facts }: FileTold, calculatedAt: number): string {
  const from = `We calculated it from your records up to ${monthWords(facts.lastMonth)}.`
  if (!isOld(facts.lastMonth, calculatedAt)) return from
  return `${from} If you have used ${allAccountsWords(facts)} since, ask your bank why it has not reported newer months.`
}

function isOld(lastMonth: string, calculatedAt: number): boolean {
  return monthsBetween(lastMonth, new Date(calculatedAt * 1000).toISOString()) >= oldMonths
}

function standingWords(score: number, line: number): string {
  const points = (count: number) => `${count} ${count === 1 ? 'point' : 'points'}`
  const standing =
    score === line
      ? 'exactly on it'
      : score < line
        ? `${points(line - score)} below it`
        : `${points(score - line)} above it`
  return `Lenders often draw a line below which they do not lend. The line that we suggest is ${line}; your score is ${standing}. The lender decides, may draw another line, and may look at other things: if one refused you, ask it why.`
}

function reasonLines(shown: ShownScore): string[] {
  const { score, file, reasonCodes } = shown
  if (score === null) return reasonCodes.map(({ text }) => text)
  const reasons = file?.reasons ?? reasonCodes
  const told = reasons.map(({ text }, at) => `${at + 1}. ${text}`)
  const none = 'No single point lowered it much.'
  const quiet = file?.punctuality ?? null
  return [
    ...(told.length === 0 ? [none] : told),
    ...faultlessLine(shown),
    ...(quiet === null ? [] : [quiet]),
  ]
}

/** Of the points that only tell how little the record shows; each half but once in a letter. */
function faultlessLine({ file, whatWouldChange: advice }: ShownScore): string[] {
  const reasons = file?.reasons ?? []
  const points = reasons.flatMap(({ isFaultless }, at) => (isFaultless ? [`${at + 1}`] : []))
  if (points.length === 0) return []
  const advised = [advice?.text, ...(advice?.plans ?? []).map(({ text }) => text)].join(' ')
  const [which, them] =
    points.length === 1
      ? [reasons.length === 1 ? 'This is' : `Point ${points[0]} is`, 'it']
      : [`Points ${listWords(points)} are`, 'them']
  const sentences = [
    !/\bfault\b/.test(advised) && `${which} no fault of yours.`,
    !/not borrow/i.test(advised) && `Do not borrow to change ${them}.`,
  ].filter((sentence) => sentence !== false)
  return sentences.length === 0 ? [] : [sentences.join(' ')]
}

function askLines({ askAt: { agency, contact }, scoreId }: ShownScore): string[] {
  return [
    ...(contact === null
      ? [`The agency that gave you this letter: agency ${agency}.`]
      : contactLines(agency, contact)),
    'You may see your whole file, have corrected what is wrong in it, and ask that a person looks at the score.',
    ...(scoreId === null ? [] : [`When you ask, name this score: ${scoreId}`]),
  ]
}

function contactLines(agency: string, contact: AgencyContact): string[] {
  const { name = `Agency ${agency}`, address, phone, email, website, answersWithinDays } = contact
  const ways = [name, address, phone, email, website].filter((way) => way !== undefined)
  const answers =
    answersWithinDays === undefined
      ? []
      : [
          `You get an answer within ${answersWithinDays === 1 ? 'a day' : `${answersWithinDays} days`}.`,
        ]
  return [`${ways.join(', ')}.`, ...answers]
}

function sectionText([title, lines]: readonly [string, readonly string[]]): string {
  return [title, ...lines.map((text) => wrapped(text))].join('\n')
}

/** Indented by two, and what follows a number or a dash by as much again as it takes. */
function wrapped(text: string): string {
  const mark = /^(\d+\.|-) /.exec(text)?.[0] ?? ''
  const hang = ' '.repeat(2 + mark.length)
  const lines: string[] = []
  let line = '  '
  for (const word of text.split(' ')) {
    const isFull = line.trim() !== '' && line.length + word.length > width
    if (isFull) lines.push(line.trimEnd())
    line = `${isFull ? hang : line}${word} `
  }
  return [...lines, line.trimEnd()].join('\n')
}
