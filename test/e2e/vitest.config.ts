import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/e2e/**/*.e2e.ts'],
    globalSetup: ['test/e2e/city.setup.ts'],
    testTimeout: 240_000,
    hookTimeout: 300_000,
    // Each file has a server and a browser of its own.
    maxWorkers: 2,
  },
})
