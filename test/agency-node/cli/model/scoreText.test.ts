import { scoreText } from '@creditmesh/agency-node/cli/model/scoreText.ts'
import { expect, test } from 'vitest'
import { shown, told } from './shownScore.ts'

test('an operator reads score, cut-off, dates, reasons and advice', () => {
  expect(scoreText(shown()).split('\n')).toEqual([
    'Score 455, band E; probability of default 75.3 % (model 0xabababab…).',
    'Below the line of 475, the cut-off. Of those whom the model learnt from, 23.1 % are below it.',
    'Lending to everybody from the line up earns most, if a repaid loan earns 26.4 % of what was lent and if, of the',
    'loans that default, 55.0 % lose nothing, 10.0 % lose everything, and the others any part in between. That',
    'is no promise of repayment. The lender decides, and may draw another line. The band tells the probability of',
    'default alone.',
    'Records up to June 2024; calculated on 22 November 2026.',
    '',
    'What lowered the score, the strongest first, in words for the person:',
    '  R05, R09: You were late in May 2024.',
    '  May 2024 stops counting once your file has a record for May 2026.',
    '',
    'What would change it?',
    '  To reach 475, the line that we suggest to lenders:',
    '  - Make every payment by its due date for 3 months.',
    '',
    'A lender that buys the score reads its codes in general words, no month and no amount. For the person: --letter.',
    'A trial: nothing was kept.',
  ])
})

test('who is on the line or above it is told so without a double negative', () => {
  const { cutOff } = shown()
  if (cutOff === undefined) throw new Error('no cut-off')
  expect(scoreText(shown({ cutOff: { ...cutOff, isReached: true } }))).toContain(
    '\nAt or above the line of 475,',
  )
})

test('whose file shows no lateness is told so, and where a score is kept is told too', () => {
  const { file } = shown()
  if (!file) throw new Error('no file')
  const punctuality = 'Your file shows no late payment.'
  const text = scoreText(shown({ file: { ...file, punctuality }, scoreId: '0x12' }))
  expect(text).toContain('\n  Your file shows no late payment.\n')
  expect(text).toContain('Kept as 0x12.')
  expect(scoreText(shown())).not.toContain('no late payment')
})

test('without a reason no fault is hinted at', () => {
  const { file } = shown()
  if (!file) throw new Error('no file')
  expect(scoreText(shown({ file: { ...file, reasons: [] } }))).toContain(
    'No single point lowered the score much.',
  )
})

test('without a score the reason is told and nothing advised', () => {
  const { askAt, calculatedAt } = shown()
  const reasonCodes = told('R16.noAccount')
  const text = scoreText({ scoreId: null, score: null, reasonCodes, askAt, calculatedAt })
  expect(text.split('\n').slice(0, 2)).toEqual([
    'No score.',
    '  R16 We found your file, but it has no credit account that we can score.',
  ])
})
