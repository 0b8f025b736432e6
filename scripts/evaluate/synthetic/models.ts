import type { FeatureGroup } from './featureGroups.ts'

/** The eight models of the paper (Table 4) by the feature groups that they see, and one with what the paper lacks. */
export const models: Readonly<Record<ModelName, readonly FeatureGroup[]>> = {
  A: ['SD'],
  B: ['CB'],
  C: ['LB'],
  D: ['PR'],
  E: ['SPA'],
  F: ['SD', 'CB'],
  G: ['CB', 'LB', 'PR', 'SPA'],
  H: ['SD', 'CB', 'LB', 'PR', 'SPA'],
  'H+': ['SD', 'CB', 'LB', 'PR', 'SPA', 'relative'],
}

export type ModelName = 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'H' | 'H+'

/** The same in the words of the first table. */
export const modelWords: Readonly<Record<ModelName, string>> = {
  A: 'bank data',
  B: 'own calls',
  C: 'late payers called',
  D: 'exposure, PageRank',
  E: 'exposure, spreading',
  F: 'bank data, own calls',
  G: 'own calls, network',
  H: 'bank data, own calls, network',
  'H+': 'as H, relative exposure',
}

export const modelNames = Object.keys(models) as readonly ModelName[]

/** AUC in the paper (Table 4), on private data: for comparison of the pattern, not of the level. */
export const paperAuc: Readonly<Partial<Record<ModelName, Readonly<Record<Classifier, number>>>>> =
  {
    A: { lr: 0.5869, tree: 0.7004, forest: 0.8993 },
    B: { lr: 0.5351, tree: 0.7043, forest: 0.87 },
    C: { lr: 0.5485, tree: 0.7429, forest: 0.7697 },
    D: { lr: 0.5163, tree: 0.7611, forest: 0.8339 },
    E: { lr: 0.5281, tree: 0.7188, forest: 0.8063 },
    F: { lr: 0.6115, tree: 0.7127, forest: 0.9227 },
    G: { lr: 0.5182, tree: 0.7307, forest: 0.9154 },
    H: { lr: 0.6121, tree: 0.7263, forest: 0.9224 },
  }

export type Classifier = 'lr' | 'tree' | 'forest'

export const classifiers: readonly Classifier[] = ['lr', 'tree', 'forest']

export const classifierNames: Readonly<Record<Classifier, string>> = {
  lr: 'regression',
  tree: 'tree',
  forest: 'forest',
}
