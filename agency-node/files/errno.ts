/** The code that the operating system gave (`ENOENT`); undefined for any other error. */
export function errnoOf(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
}

export function isMissing(cause: unknown): boolean {
  return errnoOf(cause) === 'ENOENT'
}
