import type { FileFacts } from './facts.ts'

/** What the person cannot change by anything she does, so that she does not try. */
export function unchangeableSentences({ overdue }: FileFacts, isAgeing: boolean): string[] {
  const stays =
    'What is right in your file stays; nobody can have it removed. What is wrong has to be corrected.'
  return isAgeing && overdue !== null
    ? [stays, 'New late months are added until nothing is overdue.']
    : [stays]
}
