import { defineConfig } from 'vitest/config'

/** One engine and two processors: side by side, the files would only measure each other. */
const oneAfterTheOther = {
  fileParallelism: false,
  testTimeout: 120_000,
  hookTimeout: 300_000,
  // A real engine on a busy machine can be late once. `npm test` names every test that needed its second try.
  retry: 1,
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          testTimeout: 15_000,
          // Every processor: nothing else runs meanwhile, and by itself vitest leaves one out.
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'engine',
          include: ['test/engine/**/*.test.ts'],
          globalSetup: ['test/engine/support/engine-setup.ts'],
          ...oneAfterTheOther,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/support/setup.ts'],
          ...oneAfterTheOther,
          // A test is a whole visit, and each of its steps has a limit of its own.
          testTimeout: 300_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'desktop',
          include: ['test/desktop/**/*.test.ts'],
          ...oneAfterTheOther,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})
