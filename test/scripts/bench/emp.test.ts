import { expect, test } from 'vitest'
import { benchEmp } from '../../../scripts/bench/emp.ts'

test('the profit of many scores is timed, and numpy agrees where it is installed', async () => {
  const { figures } = await benchEmp({ isQuick: true, log: () => undefined })
  expect(figures.rows).toBe(20_000)
  for (const figure of Object.values(figures)) expect(figure).toBeGreaterThan(0)
})
