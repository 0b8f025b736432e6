import {
  callingBehaviour,
  callingBehaviourNames,
} from '@creditmesh/agency-node/analysis/network/callingBehaviour.ts'
import type { CallNetworks } from '@creditmesh/agency-node/analysis/network/csr.ts'
import {
  exposureFeatures,
  pageRankExposure,
  spreadingExposure,
} from '@creditmesh/agency-node/analysis/network/exposureFeatures.ts'
import { linkBased } from '@creditmesh/agency-node/analysis/network/linkBased.ts'
import { sociodemographic } from '@creditmesh/agency-node/analysis/network/sociodemographic.ts'
import type {
  CategoricalColumn,
  Column,
  NumericColumn,
} from '@creditmesh/agency-node/analysis/table.ts'
import type { People } from './people.ts'
import type { Population } from './population.ts'
import { purchaseWindow } from './purchases.ts'

/** The feature groups of the paper (Table 3), a subject a row, and what it lacks: exposure relative to a benign restart. */
export type FeatureGroup = 'SD' | 'CB' | 'LB' | 'PR' | 'SPA' | 'relative'

export type FeatureGroups = Readonly<Record<FeatureGroup, readonly Column[]>>

const monday = 0

/**
 * Tolerances and thresholds are parameters of the features (SCORING 5.7): these are stored with the study's figures.
 * Spreading activation is scaled by the number of sources: a threshold of .01 of one source's energy.
 */
export const propagation = { alpha: 0.85, tolerance: 1e-8, d: 0.85, threshold: 1e-2 } as const

export function featureGroups(
  population: Population,
  networks: CallNetworks,
  onStep: (step: string) => void,
): FeatureGroups {
  const { people } = population
  const subjects = Uint32Array.from({ length: people.counts.subjects }, (_, subject) => subject)
  onStep('exposure by PageRank')
  const pageRank = exposureFeatures(networks, {
    family: 'PR',
    propagate: pageRankExposure({ alpha: propagation.alpha, tolerance: propagation.tolerance }),
    late: people.late,
    subjects,
  })
  onStep('exposure by spreading activation')
  const spreading = exposureFeatures(networks, {
    family: 'SPA',
    propagate: spreadingExposure({ d: propagation.d, threshold: propagation.threshold }),
    late: people.late,
    subjects,
  })
  onStep('calling behaviour, links, habits')
  const isRelative = ({ name }: NumericColumn) => name.includes('_relative_')
  return {
    SD: sociodemographicColumns(population),
    CB: behaviourColumns(population, subjects),
    LB: named('LB', linkBased(networks, people.late, subjects)),
    PR: pageRank.filter((column) => !isRelative(column)),
    SPA: spreading.filter((column) => !isRelative(column)),
    relative: [...pageRank, ...spreading].filter(isRelative),
  }
}

function named(family: string, columns: readonly NumericColumn[]): NumericColumn[] {
  return columns.map((column) => ({ ...column, name: `${family}_${column.name}` }))
}

function behaviourColumns({ people, calls }: Population, subjects: Uint32Array): Column[] {
  const values = callingBehaviour(calls, { nodes: people.total, subjects, firstWeekday: monday })
  const width = callingBehaviourNames.length
  return callingBehaviourNames.map((name, at) => ({
    kind: 'numeric',
    name: `CB_${name}`,
    values: Float64Array.from(subjects, (row) => values[row * width + at] as number),
    specials: [],
  }))
}

function sociodemographicColumns({ people, purchases }: Population): Column[] {
  const rows = purchases.map((own, subject) =>
    sociodemographic(own, purchaseWindow, {
      age: people.age[subject] as number,
      maritalStatus: people.maritalStatus[subject] ?? null,
      residence: regionOf(people, subject),
    }),
  )
  const names = Object.keys(rows[0] ?? {})
  return names.map((name) => {
    const cells = rows.map((row) => row[name] ?? null)
    return cells.some((cell) => typeof cell === 'string')
      ? categorical(`SD_${name}`, cells)
      : numeric(`SD_${name}`, cells)
  })
}

const regions = 12

function regionOf({ neighbourhood }: People, subject: number): string {
  return `region ${(neighbourhood[subject] as number) % regions}`
}

type Cell = number | string | null

function numeric(name: string, cells: readonly Cell[]): NumericColumn {
  const values = Float64Array.from(cells, (cell) => (typeof cell === 'number' ? cell : Number.NaN))
  return { kind: 'numeric', name, values, specials: [] }
}

function categorical(name: string, cells: readonly Cell[]): CategoricalColumn {
  const categories = [...new Set(cells.filter((cell) => cell !== null).map(String))].sort()
  const codes = Int32Array.from(cells, (cell) =>
    cell === null ? -1 : categories.indexOf(String(cell)),
  )
  return { kind: 'categorical', name, codes, categories }
}
