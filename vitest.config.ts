import { defineConfig } from 'vitest/config'

const setupFiles = ['test/seed.ts']
const timeouts = { testTimeout: 60_000, hookTimeout: 120_000 }
const exclude = ['node_modules/**', 'dist/**', 'build/**', 'test/e2e/**', 'test/soak/**']

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...exclude, 'test/flow/**'],
          setupFiles,
          ...timeouts,
        },
      },
      {
        test: {
          name: 'flow',
          include: ['test/flow/**/*.test.ts'],
          globalSetup: ['test/flow/shared.setup.ts'],
          setupFiles,
          ...timeouts,
        },
      },
    ],
  },
})
