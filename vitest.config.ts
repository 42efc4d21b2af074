import { defineConfig } from 'vitest/config'

const results = process.env.TEST_RESULTS

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    // Where TEST_RESULTS names a file, the counts are written there as well.
    reporters: results ? ['default', ['json', { outputFile: results }]] : ['default'],
  },
})
