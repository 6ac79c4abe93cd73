import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** The same meaning of decorators as tsconfig.json, also for files outside its `include`. */
const oxc = { decorator: { legacy: true, emitDecoratorMetadata: true } };

const shared = {
  pool: 'forks' as const,
  // A fresh module graph for every file would double the time; files share nothing but modules.
  isolate: false,
  setupFiles: ['test/support/each-file.ts'],
};

export default defineConfig({
  test: {
    // The default leaves one core to watch mode.
    maxWorkers: availableParallelism(),
    projects: [
      {
        oxc,
        test: {
          ...shared,
          name: 'unit',
          include: ['{src,examples}/**/*.spec.ts', 'test/architecture/**/*.spec.ts'],
          testTimeout: 60_000,
        },
      },
      {
        oxc,
        test: {
          ...shared,
          name: 'system',
          include: ['test/{integration,e2e,browser}/**/*.spec.ts'],
          globalSetup: ['test/support/postgres.global.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
