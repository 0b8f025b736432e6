/** Below it a difference is called more than chance. */
export const level = 0.05

/** A difference this close to the level is told as such. */
const barely = 0.01

/** How far a difference is from chance, `p` already corrected for the number of comparisons. */
export function chanceWords(p: number): string {
  if (p > level) return 'may be chance'
  return p > barely ? 'barely beyond chance' : 'beyond chance'
}

export function isBeyondChance(p: number): boolean {
  return p <= level
}
