import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['test/support/compileContracts.ts'],
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'node_modules/**'],
    // Two cores: a second file at a time hides the waits for processes of the first.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is waited for on other processes may be late on a busy machine.
    expect: { poll: { timeout: 20_000 } },
  },
})
