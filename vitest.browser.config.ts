import { defineConfig } from 'vitest/config'

// Drives the system's Chromium through playwright-core; see test/browser.
export default defineConfig({
  test: {
    globalSetup: ['test/support/compileContracts.ts'],
    include: ['test/browser/**/*.test.ts'],
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
