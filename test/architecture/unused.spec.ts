import { describe, expect, it } from 'vitest';
import { plant, root, runTool, TOOL_TIMEOUT } from './planted.js';

const clean = {
  'package.json': JSON.stringify({ name: 'planted', type: 'module', dependencies: { pg: '*' } }),
  'tsconfig.json': JSON.stringify({ compilerOptions: { module: 'nodenext', target: 'es2023' } }),
  'src/main.ts': `import 'pg'; import { used } from './used.js'; used();`,
  'src/used.ts': `export const used = (): void => {};`,
};

type Report = { file: string } & Record<string, { name: string }[] | string>;

async function unusedIn(files: Readonly<Record<string, string>>): Promise<string[]> {
  const args = ['--config', `${root}/knip.json`, '--reporter', 'json', '--no-progress', '--no-config-hints'];
  const { output } = await runTool('knip/bin/knip.js', args, plant(files));
  const { issues } = JSON.parse(output) as { issues: Report[] };
  return issues.flatMap(({ file, ...kinds }) =>
    Object.entries(kinds).flatMap(([kind, found]) =>
      typeof found === 'string' ? [] : found.map(({ name }) => `${kind}: ${file} ${name}`),
    ),
  );
}

describe('the search for dead code', { timeout: TOOL_TIMEOUT }, () => {
  it('finds an unused file, export and dependency, and nothing else', async () => {
    const planted = {
      'package.json': clean['package.json'].replace('"pg":"*"', '"pg":"*","eta":"*"'),
      'src/used.ts': `${clean['src/used.ts']} export const never = 1;`,
      'src/forgotten.ts': `export {};`,
    };
    expect((await unusedIn({ ...clean, ...planted })).sort()).toEqual([
      'dependencies: package.json eta',
      'exports: src/used.ts never',
      'files: src/forgotten.ts src/forgotten.ts',
    ]);
  });

  it('lets a tree pass in which everything is used', async () => {
    expect(await unusedIn(clean)).toEqual([]);
  });
});
