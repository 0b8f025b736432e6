import type { Section } from './report/page.ts'

/** One part of the study: a section for people, figures for machines. */
export interface StudyPart {
  readonly section: Section
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
