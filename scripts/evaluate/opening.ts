import type { Page, Term } from './report/page.ts'
import type { Answers, StudyPart } from './studyPart.ts'
import { terms } from './terms.ts'

export interface Edition {
  readonly madeOn: string
  readonly version: string
  readonly seed: number
  readonly isQuick: boolean
}

const questions = ['calls', 'network', 'families'] as const satisfies readonly (keyof Answers)[]

/** The page of the parts that were run: its answers come from them alone. */
export function studyPage(parts: readonly StudyPart[], edition: Edition): Page {
  const { madeOn, version, seed, isQuick } = edition
  const answers = questions.flatMap((question) => {
    const said = parts.flatMap(({ answers }) => answers?.[question] ?? [])
    const all = (key: 'claim' | 'figures') => said.map((each) => each[key]).join(' ')
    return said.length === 0 ? [] : [{ claim: all('claim'), figures: all('figures') }]
  })
  const details: Term[] = parts.flatMap((part) => part.terms ?? [])
  return {
    title: 'Call networks and credit: the study',
    question: 'Can calls stand in for what a bank knows (age, marital status, region, spending)?',
    caveats: parts.flatMap(({ caveat }) => caveat ?? []),
    answers,
    reading:
      'The same in figures, with 95 % intervals after each difference. AUC: take one defaulter and one good payer at random; it is how often the defaulter has the riskier ' +
      'score. .5 is a coin, 1 is perfect. Most terms are explained at the end.',
    words: [
      'This page reruns the study of Óskarsdóttir, Bravo, Sarraute, Vanthienen and Baesens (Applied Soft Computing 74, 2019), here “the paper”. ' +
        `Made on ${madeOn} with creditmesh ${version}, seed ${seed}${isQuick ? ', small populations (--quick): figures mean little' : ''}.`,
    ],
    sections: parts.map(({ section }) => section),
    terms: [...terms, ...details],
  }
}
