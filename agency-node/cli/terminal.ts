/** Where a command writes: its result to `out`, everything else to `err`. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

/** What the command line's parts share while it runs. */
export interface Session extends Terminal {
  /** What the process ends with if nothing is thrown. */
  exitCode: number
  /** Help that was shown because no command was given. */
  help?: string
}
