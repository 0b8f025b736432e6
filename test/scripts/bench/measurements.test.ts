import { expect, test } from 'vitest'
import type { BenchOptions } from '../../../scripts/bench/bench.ts'
import { benchCrypto } from '../../../scripts/bench/crypto.ts'
import { benchGas } from '../../../scripts/bench/gas.ts'
import { benchImport } from '../../../scripts/bench/import.ts'

const quick: BenchOptions = { isQuick: true, log: () => undefined }

test('gas is measured for every function that changes state', async () => {
  const { figures, remarks } = await benchGas(quick)
  expect(remarks.filter((remark) => remark.startsWith('Not measured'))).toEqual([])
  for (const gas of Object.values(figures)) expect(gas).toBeGreaterThan(21_000)
  expect(Object.keys(figures)).toContain('Queries.settleTrade')
})

test('an import has its three figures, the limit in the same run', async () => {
  const { figures } = await benchImport(quick)
  expect(Object.keys(figures)).toEqual(['clientsPerSec', 'recordsPerSec', 'rawPutsPerSec'])
  for (const rate of Object.values(figures)) expect(rate).toBeGreaterThan(0)
})

test('each primitive stands beside tweetnacl or ethers', async () => {
  const { figures } = await benchCrypto(quick)
  for (const figure of Object.values(figures)) {
    expect(Object.keys(figure)).toEqual(['ours', expect.stringMatching(/^(?:tweetnacl|ethers)$/)])
  }
})
