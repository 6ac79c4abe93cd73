import { beforeAll, describe, expect, it } from 'vitest';
import { CopiedTree, type Outcome } from '../support/copied-tree.js';
import { follow, GUIDE, GUIDE_MODULE } from '../support/guide.js';

/** Milliseconds; each step takes half a minute of a quiet core, and much longer beside others. */
const PATIENCE = 600_000;
const PASSED: Outcome = { code: 0, output: expect.any(String) as string };

/** A module as it comes from the generator, and the one that the guide goes on to change. */
const MODULES = ['purchase-orders', GUIDE_MODULE];

/** What the generator and the guide change beside what they write. */
const CHANGED = ['src/app.module.ts', 'migrations', 'docs/errors.md', '.dependency-cruiser.mjs'];

let tree: CopiedTree;
let written: string[];
beforeAll(async () => {
  tree = new CopiedTree();
  for (const name of MODULES) expect(await tree.generate(name)).toEqual(PASSED);
  follow(tree.read(GUIDE), tree);
  written = MODULES.flatMap((name) => [...tree.filesIn(`src/modules/${name}`), `test/e2e/${name}.spec.ts`]);
  const config = JSON.parse(tree.read('tsconfig.json')) as { compilerOptions: object };
  // What they need comes along; the rest has been checked where it is.
  const include = [...written, 'src/app.module.ts', 'migrations/index.ts'];
  tree.write(
    'tsconfig.json',
    JSON.stringify({ compilerOptions: { ...config.compilerOptions, incremental: false }, include }),
  );
}, PATIENCE);

async function passes(outcome: Promise<Outcome>): Promise<void> {
  const { code, output } = await outcome;
  expect(code, output).toBe(0);
}

describe('a module from the generator, and the one of the guide', { timeout: PATIENCE }, () => {
  it('have no wrong types, and break no rule', async () => {
    await passes(tree.run('node_modules/oxlint/bin/oxlint', '--config', 'oxlint.config.mjs', ...written));
    const depcruise = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs';
    await passes(tree.run(depcruise, '--config', '.dependency-cruiser.mjs', 'src', 'migrations', 'examples'));
    await passes(tree.run('node_modules/oxfmt/bin/oxfmt', '--check', ...written, ...CHANGED));
  });

  it('pass their own tests, and those that hold every module to the rules', async () => {
    const shared = ['architecture/modules', 'architecture/error-codes', 'integration/wall'].map(
      (of) => `test/${of}`,
    );
    await passes(tree.run('node_modules/vitest/vitest.mjs', 'run', ...MODULES, ...shared));
  });
});
