/** Something that the demonstration promises, whether it holds, and by what a person can check it. */
export interface Claim {
  readonly name: string
  readonly ok: boolean
  readonly evidence: string
}

/** Tells what happens, and keeps what was claimed of it. */
export interface Story {
  readonly claims: readonly Claim[]
  chapter(title: string): void
  say(line: string): void
  claim(name: string, ok: boolean, evidence: string): void
}

export function createStory(write: (text: string) => void): Story {
  const claims: Claim[] = []
  return {
    claims,
    chapter: (title) => write(`\n${title}\n${'-'.repeat(title.length)}\n`),
    say: (line) => write(`${line}\n`),
    claim(name, ok, evidence) {
      claims.push({ name, ok, evidence })
      write(`  [${ok ? 'ok' : 'FAILED'}] ${name}\n        ${evidence}\n`)
    },
  }
}
