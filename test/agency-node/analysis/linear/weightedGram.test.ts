import { designMatrix } from '@creditmesh/agency-node/analysis/linear/designMatrix.ts'
import { weightedGram } from '@creditmesh/agency-node/analysis/linear/weightedGram.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { expect, test } from 'vitest'

test.each([1, 4, 7, 10])('%i rows give the sums of weighted products', (rows) => {
  const random = seededRandom(3)
  const sparse = () => (random() < 0.6 ? 0 : random() - 0.5)
  const table = Array.from({ length: rows }, () => [1, sparse(), sparse()])
  const weights = Float64Array.from({ length: rows }, random)
  const gram = weightedGram(designMatrix(table), weights)
  for (const i of [0, 1, 2]) {
    for (let j = 0; j <= i; j++) {
      const plain = table.reduce(
        (sum, row, at) => sum + (weights[at] as number) * (row[i] as number) * (row[j] as number),
        0,
      )
      expect(gram[i * 3 + j]).toBeCloseTo(plain, 12)
    }
  }
})
