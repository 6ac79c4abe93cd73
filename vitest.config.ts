import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The same meaning of decorators as tsconfig.json, also for files outside its `include`. */
const oxc = { decorator: { legacy: true, emitDecoratorMetadata: true } };

const shared = {
  pool: 'forks' as const,
  // A fresh module graph for every file would double the time; files share nothing but modules.
  isolate: false,
  setupFiles: ['test/support/each-file.ts'],
  // What has no limit of its own in the contract may take as long as a busy machine needs.
  expect: { poll: { timeout: 10_000 } },
};

/** Minutes of one core each: begun last, they would keep one core busy while the others have nothing left to do. */
const LONG = [
  'integration/extending.spec.ts',
  'e2e/encryption-keys.spec.ts',
  'e2e/signing-keys.spec.ts',
  'e2e/nothing-configured.spec.ts',
  'e2e/connections/killed.spec.ts',
  'e2e/import-users.spec.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((name) => moduleId.endsWith(name));
      return at === -1 ? LONG.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
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
