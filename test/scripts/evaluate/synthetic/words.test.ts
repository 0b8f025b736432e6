import { callingBehaviourNames } from '@creditmesh/agency-node/analysis/network/callingBehaviour.ts'
import { directions } from '@creditmesh/agency-node/analysis/network/csr.ts'
import { describe, expect, test } from 'vitest'
import { featureWords, isAboutOthers } from '../../../../scripts/evaluate/synthetic/featureWords.ts'
import { homophilyWords } from '../../../../scripts/evaluate/synthetic/homophilyWords.ts'

describe('the words of features', () => {
  test.each([
    ['CB_count_night_OUT', 'calls made: number at night'],
    ['CB_duration_monday_UD', 'calls made or got: seconds on Mondays'],
    ['LB_mode_2_UD', 'most contacts late twice (calls made or got)'],
    ['LB_binary_0_IN', 'any contact never late (calls got)'],
    [
      'PR_binary_low_3_IN',
      'any contact with low exposure to people late 3+ times (PageRank, calls got)',
    ],
    ['SPA_exposure_1_OUT', 'exposure to people late 1+ times (spreading, calls made)'],
    ['SD_number_loyalty3', 'purchases: share of the three main weekdays'],
    ['SD_value_total', 'money spent: in all'],
    ['SD_number_mean_weekday', 'purchases: number a working day'],
    ['SD_age', 'age'],
  ])('%s is "%s"', (feature, words) => {
    expect(featureWords(feature)).toBe(words)
  })

  test('no two columns of calls read alike', () => {
    const words = callingBehaviourNames.map((name) => featureWords(`CB_${name}`))
    expect(new Set(words).size).toBe(words.length)
    expect(directions).toHaveLength(3)
  })

  test('own life and other people’s payments are told apart', () => {
    expect(['SD_age', 'CB_count_total_IN'].some(isAboutOthers)).toBe(false)
    expect(['LB_count_1_IN', 'PR_relative_1_UD', 'SPA_exposure_1_IN'].every(isAboutOthers)).toBe(
      true,
    )
  })
})

describe('whether defaulters keep together', () => {
  const found = { edges: 88_000, z: -17, dyadicity: 0.869, heterophilicity: 0.814, p: 1e-9 }
  const counts = { bad: 988, people: 22_000 }

  test('fewer contacts overall, and where the shortfall is smaller', () => {
    const words = homophilyWords(found, counts)
    expect(words).toContain('the shortfall is smaller among themselves')
    expect(words).toContain('13 % fewer')
    expect(words).toContain(
      'Of a defaulter’s contacts 4.8 % are defaulters, against 4.5 % of everybody else',
    )
    expect(words).toContain('are fewer than chance makes (p < .001)')
    expect(homophilyWords({ ...found, dyadicity: 0.7 }, counts)).toContain('no smaller among')
  })

  test('they keep together only where the test is sure of it', () => {
    const together = { ...found, dyadicity: 1.47, heterophilicity: 0.89 }
    expect(homophilyWords(together, counts)).toContain('Defaulters keep together')
    const unsure = homophilyWords({ ...together, p: 0.11 }, counts)
    expect(unsure).not.toContain('keep together')
    expect(unsure).toContain('not surely fewer')
  })

  test('nothing is said where nothing is defined', () => {
    expect(homophilyWords({ ...found, dyadicity: null }, counts)).toContain('too few')
  })
})
