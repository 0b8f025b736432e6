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
    return said.length === 0 ? [] : [said.join(' ')]
  })
  const details: Term[] = parts.flatMap((part) => part.terms ?? [])
  return {
    title: 'Call networks and credit: the study',
    question: 'Can telephone calls stand in for a credit history?',
    answers,
    words: [
      'Nothing here shows what your bank would earn: in the main part the people, their calls and their loans are invented. Do not set a cut-off from this page; run it on ' +
        'your own people. AUC: take one defaulter and one good payer at random; it is how often the defaulter has the riskier score. .5 is a coin, 1 is perfect. Every other ' +
        'word that is not everyday is explained at the end.',
      'This page reruns the study of Óskarsdóttir, Bravo, Sarraute, Vanthienen and Baesens (Applied Soft Computing 74, 2019), here “the paper”. ' +
        `Made on ${madeOn} with creditmesh ${version}, seed ${seed}${isQuick ? ', small populations (--quick): figures mean little' : ''}.`,
    ],
    sections: parts.map(({ section }) => section),
    terms: [...terms, ...details],
  }
}
