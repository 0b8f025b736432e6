import type { ParsedSubject } from './parsedSubject.ts'
import type { Referencer } from './reference.ts'

/** What a format needs to know about the agency that imports. */
export interface FormatContext {
  readonly furnisherId: string
  /** Unix seconds: becomes `reportedAt` where the source has no time of its own. */
  readonly nowSec: number
  readonly referencer: Referencer
  /** Named in the records' provenance; a generated file says so here. */
  readonly dataset?: string
}

/** Reads one line at a time; throws the errors of problem.ts for a line that it cannot read. */
export type LineReader = (line: string) => ParsedSubject

/** A kind of file that records can be imported from. */
export interface RecordFormat {
  readonly name: string
  readonly hasHeader: boolean
  /** `header` is the first line where `hasHeader`, else empty. Throws if the file is of another kind. */
  open(header: string, context: FormatContext): LineReader
}
