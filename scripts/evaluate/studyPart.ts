import type { Answer, Section, Term } from './report/page.ts'

/** What a part says to the three questions at the head of the page. */
export interface Answers {
  readonly calls?: Answer
  readonly network?: Answer
  readonly families?: Answer
}

/** One part of the study: a section for people, figures for machines. */
export interface StudyPart {
  readonly section: Section
  readonly answers?: Answers
  /** What nobody may miss who reads its answers. */
  readonly caveat?: string
  /** Details of its methods that belong at the end of the page. */
  readonly terms?: readonly Term[]
  readonly figures: Readonly<Record<string, unknown>>
}

export interface StudyOptions {
  /** Where the public data lies; null runs what needs none. */
  readonly dataFolder: string | null
  readonly seed: number
  /** Small populations, few trees: shows that all works. */
  readonly isQuick: boolean
  readonly threads: number
  /** Tells a person what is going on. */
  readonly log: (line: string) => void
}
