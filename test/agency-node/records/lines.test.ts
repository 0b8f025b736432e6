import { splitLines } from '@creditmesh/agency-node/records/lines.ts'
import { bytesSource } from '@creditmesh/agency-node/records/source.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

async function linesOf(bytes: Uint8Array, chunk: number, { from = 0, maxBytes = 1_000_000 } = {}) {
  const lines: { text: string | null; end: number }[] = []
  for await (const batch of splitLines(bytesSource(bytes, chunk).read(from), { from, maxBytes })) {
    // Read at once: a line is valid until the next batch is asked for.
    for (const { bytes: line, end } of batch) lines.push({ text: line?.toString() ?? null, end })
  }
  return lines
}

test('however the bytes are cut into chunks, the lines are those of the text', async () => {
  const text = fc.array(fc.constantFrom('a', 'é', '\n', '\r\n', ' ', '漢'), { maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (parts, chunk) => {
      const whole = parts.join('')
      const expected = whole.split('\n').map((line) => line.replace(/\r$/, ''))
      if (whole.endsWith('\n') || whole === '') expected.pop()
      const lines = await linesOf(Buffer.from(whole), chunk)
      expect(lines.map((line) => line.text)).toEqual(expected)
    }),
  )
})

test('reading on from the end of any line gives the lines after it', async () => {
  const bytes = Buffer.from('one\ntwo\r\n\nfour\nfive')
  const all = await linesOf(bytes, 4)
  for (const [i, { end }] of all.entries()) {
    expect(await linesOf(bytes, 3, { from: end })).toEqual(all.slice(i + 1))
  }
})

test('a line at the limit passes; a longer one is dropped and the next one is found', async () => {
  const bytes = Buffer.from(`${'a'.repeat(10)}\n${'b'.repeat(11)}\nc\n`)
  for (const chunk of [1, 5, 11, 100]) {
    const lines = await linesOf(bytes, chunk, { maxBytes: 10 })
    expect(lines.map((line) => line.text)).toEqual(['a'.repeat(10), null, 'c'])
    expect(lines.at(-1)?.end).toBe(bytes.length)
  }
})

test('an endless line does not fill memory', async () => {
  async function* endless() {
    const chunk = Buffer.alloc(1024 * 1024, 'x')
    for (let i = 0; i < 200; i += 1) yield chunk
    yield Buffer.from('\nend\n')
  }
  const before = process.memoryUsage().rss
  const seen: (string | null)[] = []
  for await (const batch of splitLines(endless(), { maxBytes: 1024 })) {
    for (const { bytes } of batch) seen.push(bytes?.toString() ?? null)
  }
  expect(seen).toEqual([null, 'end'])
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
})
