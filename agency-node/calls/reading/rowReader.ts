import { secondsADay } from './calendar.ts'
import { type CallLayout, type Role, roleCodes } from './callLayout.ts'
import { emptyRow, parseDuration, parseNumber, type Row } from './fields.ts'
import { verdict } from './rejects.ts'
import { parseDate, parseMoment, parseSeconds, parseTime, settle } from './times.ts'

/** The call of one line, as far as its fields were read. */
export interface CallRow {
  second: number
  duration: number
  fromHigh: number
  fromLow: number
  toHigh: number
  toLow: number
  isMissed: boolean
}

export interface RowReader {
  readonly call: CallRow
  readonly begin: () => void
  /** Reads a trimmed field; the verdict is 0 where it is fine. */
  readonly field: (role: number, bytes: Uint8Array, start: number, end: number) => number
  /** Puts together what was read. */
  readonly finish: () => number
}

const negative = verdict('duration_negative')
const { seconds, moment, date, time, duration, from, to } = roleCodes

/** Reads fields one by one and carefully: the rules of a file of calls. Faster ways must give the same. */
export function createRowReader(layout: CallLayout): RowReader {
  const row = emptyRow()
  const call: CallRow = {
    ...{ second: 0, duration: 0, fromHigh: 0, fromLow: 0, toHigh: 0, toLow: 0, isMissed: false },
  }
  const isSplit = rolesOf(layout).includes('date')

  const readDuration = (bytes: Uint8Array, start: number, end: number) => {
    const given = parseDuration(bytes, start, end, row)
    call.isMissed = given === negative && row.duration === layout.missedDuration
    call.duration = row.duration
    return call.isMissed ? 0 : given
  }
  const field: RowReader['field'] = (role, bytes, start, end) => {
    switch (role) {
      case seconds:
        return parseSeconds(bytes, start, end, row, layout)
      case moment:
        return parseMoment(bytes, start, end, row, layout)
      case date:
        return parseDate(bytes, start, end, row)
      case time:
        return parseTime(bytes, start, end, row)
      case duration:
        return readDuration(bytes, start, end)
      case from:
        return readFrom(bytes, start, end, row, call)
      case to:
        return readTo(bytes, start, end, row, call)
      default:
        return 0
    }
  }
  return {
    call,
    begin() {
      call.isMissed = false
    },
    field,
    finish() {
      const given = isSplit ? settle(row, row.day * secondsADay + row.second) : 0
      call.second = row.second
      return given
    },
  }
}

export function rolesOf(layout: CallLayout): readonly Role[] {
  return layout.format === 'csv' ? layout.roles : layout.members.map(([, role]) => role)
}

function readFrom(bytes: Uint8Array, start: number, end: number, row: Row, call: CallRow): number {
  const given = parseNumber(bytes, start, end, row)
  call.fromHigh = row.high
  call.fromLow = row.low
  return given
}

function readTo(bytes: Uint8Array, start: number, end: number, row: Row, call: CallRow): number {
  const given = parseNumber(bytes, start, end, row)
  call.toHigh = row.high
  call.toLow = row.low
  return given
}
