import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const EXCLUDED = ['**/node_modules/**', 'out/**', 'dist/**']

export default defineConfig({
  resolve: { alias: { soundcheck: resolve(import.meta.dirname, 'handlers/kit/index.ts') } },
  test: {
    // Processes, not threads: node-av is a native add-on, and one that runs while its thread ends aborts everything.
    pool: 'forks',
    // One less than the processors is the standard: on two of them everything would run one after the other.
    maxWorkers: 2,
    // A test that waits that long waits for nothing; the machine may be busy with the others.
    testTimeout: 15_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['**/*.test.{ts,mjs}'],
          exclude: [...EXCLUDED, 'renderer/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'renderer',
          environment: 'happy-dom',
          include: ['renderer/**/*.test.{ts,tsx}'],
          exclude: EXCLUDED,
        },
      },
    ],
  },
})
