import { closeSync, openSync, writeSync } from 'node:fs'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'

const firstSecond = Date.UTC(2015, 3, 1) / 1000
const frameSeconds = 91 * 86_400
const rowsAWrite = 20_000

/** Writes made-up calls of three months in the order of time: five columns as in the paper's Table 1, some people calling far more than others. */
export function generateCalls(path: string, rows: number, people: number): void {
  const random = seededRandom(2015)
  const file = openSync(path, 'w')
  let lines = ['call_date,call_time,duration,from_number,to_number']
  for (let row = 0; row < rows; row++) {
    const second = firstSecond + Math.floor((row / rows) * frameSeconds)
    const [date, time] = new Date(second * 1000).toISOString().slice(0, 19).split('T')
    const caller = numberOf(Math.floor(people * random() ** 3))
    const callee = numberOf(Math.floor(people * random()))
    lines.push(`${date},${time},${Math.floor(random() * 600)},${caller},${callee}`)
    if (lines.length < rowsAWrite) continue
    writeSync(file, `${lines.join('\n')}\n`)
    lines = []
  }
  if (lines.length > 0) writeSync(file, `${lines.join('\n')}\n`)
  closeSync(file)
}

/** Eleven digits, in no order that would help. */
function numberOf(person: number): string {
  return String(56_900_000_000 + ((person * 48_271) % 99_999_989))
}
