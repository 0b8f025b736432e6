import { expect, test, vi } from 'vitest'
import { hasChromium } from './chromium.ts'

const path = '/nowhere/chromium'

test('error: without Chromium continuous integration fails, and says what to install', () => {
  const message = 'the browser tests need /nowhere/chromium: apt-get install chromium'
  expect(() => hasChromium({ path, isCi: true })).toThrow(message)
})

test('without Chromium the tests of a person skip themselves, and say why', () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  expect(hasChromium({ path, isCi: false })).toBe(false)
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('skipped: the browser tests need'))
  warn.mockRestore()
})
