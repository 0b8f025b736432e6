import type { UciRow } from '../uciRow.ts'
import { drawHabits, nextMonth, openingMonth } from './amounts.ts'
import type { PopulationModel } from './model.ts'
import { chanceOfDefault } from './outcome.ts'
import { drawPerson } from './people.ts'
import { createRandom, type Random } from './random.ts'
import { drawFirstState, drawNextState } from './states.ts'
import { uciModel } from './uciModel.ts'

export interface GenerateOptions {
  readonly seed: string
  readonly count: number
  readonly model?: PopulationModel
}

/** Synthetic clients in the shape of the UCI file; the first n of a seed are the same however many are asked for. */
export function* generateClients({
  seed,
  count,
  model = uciModel,
}: GenerateOptions): Generator<UciRow> {
  const random = createRandom(seed)
  for (let id = 1; id <= count; id += 1) yield drawClient(model, String(id), random)
}

function drawClient(model: PopulationModel, id: string, random: Random): UciRow {
  const person = drawPerson(model.people, random)
  const { limit } = person
  const habits = drawHabits(random)
  const states = [drawFirstState(model.states, person, random)]
  const months = [openingMonth(model.amounts, { limit, habits, state: states[0] ?? 0 }, random)]
  for (let i = 1; i < 6; i += 1) {
    const balanceBefore = months[i - 1]?.balance ?? 0
    const state = drawNextState(model.states, { limit, states, balance: balanceBefore }, random)
    const context = { limit, stateBefore: states[i - 1] ?? 0, state, balanceBefore }
    months.push(nextMonth(model.amounts, context, habits, random))
    states.push(state)
  }
  const newestFirst = months.reverse()
  const row: UciRow = {
    id,
    ...person,
    pay: states.reverse(),
    bill: newestFirst.map(({ balance }) => balance),
    paid: newestFirst.map(({ payment }) => payment),
    defaulted: null,
  }
  return { ...row, defaulted: random() < chanceOfDefault(row, model.outcome) ? 1 : 0 }
}
