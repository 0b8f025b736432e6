/** Months since year 0, so that distances are subtractions. Takes `YYYY-MM` and `YYYY-MM-DD`. */
export function monthNumber(text: string): number {
  return Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1
}

/** The month, in universal time, of a time in whole seconds. */
export function monthNumberAt(seconds: number): number {
  const date = new Date(seconds * 1000)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

/** The inverse of `monthNumber`: `YYYY-MM`. */
export function monthName(month: number): string {
  const year = String(Math.floor(month / 12)).padStart(4, '0')
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}`
}
