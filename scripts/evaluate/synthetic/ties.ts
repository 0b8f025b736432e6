import type { Random } from '@creditmesh/agency-node/analysis/random.ts'
import { weightedDraw } from './draws.ts'
import type { People } from './people.ts'

/** Who talks to whom, each pair once. */
export interface Ties {
  readonly a: Uint32Array
  readonly b: Uint32Array
}

export interface TieOptions {
  /** Ties among subjects; how they fall on defaulters is exact. */
  readonly amongSubjects: number
  /** All other ties: at least one end is no subject. */
  readonly others: number
  /** Observed over expected ties among defaulters, and between defaulters and the rest (the paper, 5.1). */
  readonly dyadicity: number
  readonly heterophilicity: number
}

/** Share of the ties that stay in the neighbourhood. */
const localShare = 0.6

/** Ties in proportion to sociability, mostly within neighbourhoods, with exact counts by class of the ends. */
export function drawTies(random: Random, people: People, options: TieOptions): Ties {
  const { subjects } = people.counts
  const wanted = countsByClass(people.y, options)
  const taken = new Set<number>()
  const a: number[] = []
  const b: number[] = []
  const draw = pickers(people)
  const isBad = (person: number) => people.y[person] === 1
  const classOf = (one: number, two: number) => {
    if (one >= subjects || two >= subjects) return 'others'
    if (isBad(one) && isBad(two)) return 'bothBad'
    return isBad(one) || isBad(two) ? 'mixed' : 'bothGood'
  }
  const fill = (kind: keyof typeof wanted, first: Picker, second: Picker) => {
    for (let made = 0; made < wanted[kind]; ) {
      const one = first(random)
      const two = second(random, one)
      const key = Math.min(one, two) * people.total + Math.max(one, two)
      if (one === two || taken.has(key) || classOf(one, two) !== kind) continue
      taken.add(key)
      a.push(one)
      b.push(two)
      made += 1
    }
  }
  fill('bothBad', draw.bad, draw.bad)
  fill('mixed', draw.bad, draw.nearSubject)
  fill('bothGood', draw.subject, draw.nearSubject)
  fill('others', draw.anyone, draw.near)
  return { a: Uint32Array.from(a), b: Uint32Array.from(b) }
}

/** Expected counts are those of a random graph over the same subjects with as many ties. */
function countsByClass(y: Uint8Array, options: TieOptions) {
  const { amongSubjects, others, dyadicity, heterophilicity } = options
  const bad = y.reduce((sum, label) => sum + label, 0)
  const good = y.length - bad
  const density = amongSubjects / ((y.length * (y.length - 1)) / 2)
  const bothBad = Math.round((dyadicity * density * bad * (bad - 1)) / 2)
  const mixed = Math.round(heterophilicity * density * bad * good)
  return { bothBad, mixed, bothGood: amongSubjects - bothBad - mixed, others }
}

type Picker = (random: Random, partner?: number) => number

function pickers(people: People) {
  const { total, counts, neighbourhood, y } = people
  const everyone = Uint32Array.from({ length: total }, (_, person) => person)
  const subjects = everyone.subarray(0, counts.subjects)
  const anyone = pickFrom(people, everyone)
  const subject = pickFrom(people, subjects)
  const inPlace = byPlace(people, everyone)
  const subjectsInPlace = byPlace(people, subjects)
  const placeOf = (partner: number | undefined) => neighbourhood[partner ?? 0] as number
  const near: Picker = (random, partner) =>
    random() < localShare ? (inPlace[placeOf(partner)] as Picker)(random) : anyone(random)
  const nearSubject: Picker = (random, partner) => {
    const local = subjectsInPlace[placeOf(partner)]
    return local !== undefined && random() < localShare ? local(random) : subject(random)
  }
  const bad = pickFrom(
    people,
    subjects.filter((person) => y[person] === 1),
  )
  return { anyone, subject, near, nearSubject, bad }
}

function pickFrom({ sociability }: People, members: Uint32Array): Picker {
  const draw = weightedDraw(
    Float64Array.from(members, (person) => Math.exp(0.7 * (sociability[person] as number))),
  )
  return (random) => members[draw(random)] as number
}

function byPlace(people: People, members: Uint32Array): (Picker | undefined)[] {
  const groups = new Map<number, number[]>()
  for (const person of members) {
    const place = people.neighbourhood[person] as number
    const group = groups.get(place)
    if (group === undefined) groups.set(place, [person])
    else group.push(person)
  }
  const places = people.neighbourhood.reduce((most, place) => Math.max(most, place), 0) + 1
  return Array.from({ length: places }, (_, place) => {
    const group = groups.get(place)
    return group === undefined ? undefined : pickFrom(people, Uint32Array.from(group))
  })
}
