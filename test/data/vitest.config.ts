import { defineConfig } from 'vitest/config'

/** Checks on real files, which are not in the repository: only `npm run test:data` runs them. */
export default defineConfig({
  test: { name: 'data', include: ['test/data/**/*.test.ts'], maxWorkers: '100%', maxConcurrency: 2 },
})
