import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    setupFiles: ['test/seed.ts'],
    exclude: ['node_modules/**', 'dist/**', 'build/**', 'test/e2e/**', 'test/soak/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
})
