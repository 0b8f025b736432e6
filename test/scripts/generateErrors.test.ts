import { errorCatalogue } from '@creditmesh/sdk/errors.ts'
import { expect, test } from 'vitest'
import { errorReference } from '../../scripts/generateErrors.ts'

test('the reference explains every code, once', () => {
  const reference = errorReference()
  for (const code of Object.keys(errorCatalogue)) {
    expect(reference.split(`\`${code}\``)).toHaveLength(2)
  }
})
