import { scoreText } from '@creditmesh/agency-node/cli/model/scoreText.ts'
import { reasonTexts } from '@creditmesh/agency-node/scoring/reasonTexts.ts'
import { expect, test } from 'vitest'

const modelId = `0x${'ab'.repeat(32)}`
const told = (...names: (keyof typeof reasonTexts.en)[]) =>
  names.map((name) => ({ code: name.slice(0, 3), text: reasonTexts.en[name] }))

function shown(change: object = {}) {
  const reasonCodes = told('R09', 'R10')
  const computedAt = Date.UTC(2026, 10, 22) / 1000
  const score = { scoreValue: 455, band: 'E', probabilityOfDefault: 0.7527, modelId, computedAt }
  return {
    scoreId: null,
    score: { ...score, reasonCodes },
    reasonCodes,
    cutOff: { score: 475, isReached: false },
    showsLateness: true,
    whatWouldChange: {
      outcome: 'plans',
      target: { score: 475, name: 'the cut-off' },
      text: 'To reach 475 (the cut-off):',
      plans: [{ text: 'Make every payment by its due date for 3 months.' }],
    },
    ...change,
  }
}

test('a score is told with its cut-off, its reasons, what would change it and how to contest', () => {
  expect(scoreText('agency-a', shown()).split('\n')).toEqual([
    'Score 455, band E; probability of default 75.3 % (model 0xabababab…).',
    "It does not reach this model's cut-off, 475. Bands tell the risk; the cut-off is where lending stops to pay.",
    '',
    'These are the main points that lowered the score, the strongest first.',
    "They come from the person's own file at agency-a, as of 2026-11-22.",
    '  R09 One of your accounts was 30 days or more past due within the last two years.',
    '  R10 You have used a large part of your credit limits during the last six months.',
    '',
    'What would change it?',
    '  To reach 475 (the cut-off):',
    '  - Make every payment by its due date for 3 months.',
    '',
    'Is something wrong? The person may see the whole file and ask for a correction at agency-a; disputes on chain are not built yet.',
    'A trial: nothing was kept.',
  ])
})

test('whose file shows no lateness is told so, and where a score is kept is told too', () => {
  const text = scoreText('a', shown({ showsLateness: false, scoreId: '0x12' }))
  expect(text).toContain('as of 2026-11-22.\nThe file shows no late payment.\n')
  expect(text).toContain('Kept as 0x12.')
  expect(scoreText('a', shown({ showsLateness: null }))).not.toContain('no late payment')
})

test('without a reason no fault is hinted at', () => {
  const { score } = shown()
  const text = scoreText('a', shown({ score: { ...score, reasonCodes: [] }, reasonCodes: [] }))
  expect(text).toContain('No single point lowered the score much.')
})

test('without a score the reason is told and nothing advised', () => {
  const reasonCodes = told('R16.noAccount')
  const text = scoreText('a', { scoreId: null, score: null, reasonCodes })
  expect(text.split('\n').slice(0, 2)).toEqual([
    'No score.',
    '  R16 We found your file, but it has no credit account that we can score.',
  ])
})
