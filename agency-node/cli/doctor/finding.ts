/** One thing that `doctor` looked at. Names of settings and paths, never a secret or anything about a person. */
export interface Finding {
  readonly check: string
  readonly ok: boolean
  readonly detail: string
  /** What to do about it. */
  readonly action?: string
}

export function fine(check: string, detail: string): Finding {
  return { check, ok: true, detail }
}

export function wrong(check: string, detail: string, action: string): Finding {
  return { check, ok: false, detail, action }
}
