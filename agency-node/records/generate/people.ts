import { ageBandOf, educationGroupOf, type PeopleModel } from './model.ts'
import { valueAt } from './quantiles.ts'
import { choose, type Random } from './random.ts'

export interface Person {
  readonly sex: number
  readonly education: number
  readonly marriage: number
  readonly age: number
  readonly limit: number
}

export function drawPerson(model: PeopleModel, random: Random): Person {
  const sex = random() < model.male ? 1 : 2
  const age = Math.round(valueAt(model.age, random()))
  const band = ageBandOf(age)
  const education = choose(model.education[band] ?? [], random())
  const marriage = choose(model.marriage[band] ?? [], random())
  return { sex, education, marriage, age, limit: drawLimit(model, { band, education }, random) }
}

function drawLimit(
  model: PeopleModel,
  { band, education }: { band: number; education: number },
  random: Random,
): number {
  const centre = model.limitRank[band]?.[educationGroupOf(education)] ?? 0
  const u = Math.min(Math.max(random(), 1e-9), 1 - 1e-9)
  const logOdds = centre + model.limitSpread * Math.log(u / (1 - u))
  const rank = 1 / (1 + Math.exp(-logOdds))
  const found = model.limits.find(([, upTo]) => rank <= upTo) ?? model.limits.at(-1)
  return found?.[0] ?? 0
}
