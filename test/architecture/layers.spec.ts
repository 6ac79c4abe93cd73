import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { plant, root, runTool, TOOL_TIMEOUT } from './planted.js';

const CONFIG = pathToFileURL(`${root}/.dependency-cruiser.mjs`).href;

/** Two modules of its own; beta may knock at alpha's door, not the other way round. */
const clean = {
  '.dependency-cruiser.mjs': `import { configure } from '${CONFIG}';
    export default configure({ alpha: [], beta: ['alpha'], sample: ['beta'] });`,
  'package.json': JSON.stringify({
    type: 'module',
    dependencies: { '@nestjs/common': '*', pg: '*' },
    devDependencies: { vitest: '*' },
  }),
  'tsconfig.json': JSON.stringify({ compilerOptions: { module: 'nodenext', target: 'es2023' } }),
  'src/app.module.ts': `import './modules/alpha/index.js'; import './platform/clock.js';`,
  'src/kernel/id.ts': `export type Id = string;`,
  'src/kernel/page.ts': `import type { Id } from './id.js'; export type Page = Id[];`,
  'src/platform/clock.ts': `import 'node:os'; import 'pg'; import type { Id } from '../kernel/id.js'; export type C = Id;`,
  'src/modules/alpha/index.ts': `export { AlphaModule } from './alpha.module.js'; export { UseA } from './application/use-a.js';`,
  'src/modules/alpha/alpha.module.ts': `import './infra/a.controller.js'; import '../../platform/clock.js'; export class AlphaModule {}`,
  'src/modules/alpha/domain/a.ts': `import type { Id } from '../../../kernel/id.js'; export type A = Id;`,
  'src/modules/alpha/application/use-a.ts': `import { Injectable } from '@nestjs/common';
    import type { A } from '../domain/a.js'; export const UseA = Injectable; export type X = A;`,
  'src/modules/alpha/infra/a.controller.ts': `import 'pg'; import 'node:os'; import '../application/use-a.js'; import '../../../platform/clock.js';`,
  'src/modules/alpha/infra/a.dto.ts': `export class Dto {}`,
  'src/modules/beta/index.ts': `export type { B } from './domain/b.js';`,
  'src/modules/beta/domain/b.ts': `export type B = string;`,
  'src/modules/beta/domain/b.spec.ts': `import 'vitest'; import './b.js';`,
  'src/modules/beta/application/use-b.ts': `import '../../alpha/index.js';`,
  'examples/sample/index.ts': `export type { S } from './domain/s.js';`,
  'examples/sample/domain/s.ts': `import type { Id } from '../../../src/kernel/id.js'; export type S = Id;`,
  'examples/sample/infra/s.controller.ts': `import '../../../src/modules/beta/index.js'; import '../domain/s.js';`,
  'examples/providers/p.ts': `import type { Clock } from '../../src/kernel/clock.js'; export type P = Clock;`,
  'src/kernel/clock.ts': `export type Clock = () => number;`,
  'test/support.ts': ``,
  'dist/built.js': ``,
};

type Violation = [rule: string, file: string, content: string];

const planted: Violation[] = [
  ['kernel-imports-nothing', 'src/kernel/x1.ts', `import 'node:crypto';`],
  ['kernel-imports-nothing', 'src/kernel/x2.ts', `import '@nestjs/common';`],
  ['kernel-imports-nothing', 'src/kernel/x3.ts', `import '../platform/clock.js';`],
  ['platform-knows-no-module', 'src/platform/x4.ts', `import '../modules/alpha/index.js';`],
  ['domain-is-pure', 'src/modules/alpha/domain/x5.ts', `import 'node:crypto';`],
  [
    'domain-is-pure',
    'src/modules/alpha/domain/x6.ts',
    `import { Injectable } from '@nestjs/common'; export { Injectable };`,
  ],
  ['domain-is-pure', 'src/modules/alpha/domain/x7.ts', `import '../application/use-a.js';`],
  [
    'domain-is-pure',
    'src/modules/alpha/domain/x8.ts',
    `import type { C } from '../../../platform/clock.js'; export type D = C;`,
  ],
  ['domain-is-pure', 'src/modules/beta/domain/x9.ts', `import '../../alpha/index.js';`],
  ['application-sees-no-machinery', 'src/modules/alpha/application/x10.ts', `import '../infra/a.dto.js';`],
  ['application-sees-no-machinery', 'src/modules/alpha/application/x11.ts', `import 'pg';`],
  ['application-sees-no-machinery', 'src/modules/alpha/application/x12.ts', `import 'node:crypto';`],
  [
    'application-sees-no-machinery',
    'src/modules/alpha/application/x13.ts',
    `import '../../../platform/clock.js';`,
  ],
  ['modules-meet-at-the-door', 'src/modules/beta/infra/x14.ts', `import '../../alpha/application/use-a.js';`],
  ['edge-from-alpha', 'src/modules/alpha/infra/x15.ts', `import '../../beta/index.js';`],
  ['module-not-in-the-table', 'src/modules/gamma/infra/x16.ts', `import '../../../kernel/id.js';`],
  ['composition-root-uses-doors', 'src/x17.ts', `import './modules/alpha/infra/a.dto.js';`],
  ['modules-know-no-composition-root', 'src/modules/alpha/infra/x18.ts', `import '../../../app.module.js';`],
  ['migrations-stand-alone', 'migrations/x19.ts', `import '../src/kernel/id.js';`],
  ['product-knows-no-tests', 'src/platform/x20.ts', `import '../../test/support.js';`],
  ['product-needs-no-dev-dependency', 'src/platform/x21.ts', `import 'vitest';`],
  ['nothing-imports-build-output', 'src/platform/x22.ts', `import '../../dist/built.js';`],
  ['every-import-resolves', 'src/platform/x23.ts', `import './nowhere.js';`],
  ['packages-are-declared', 'src/platform/x24.ts', `import 'ioredis';`],
  ['no-cycles', 'src/platform/x25.ts', `import './y25.js';`],
  ['domain-is-pure', 'examples/sample/domain/x26.ts', `import 'node:crypto';`],
  ['edge-from-sample', 'examples/sample/infra/x27.ts', `import '../../../src/modules/alpha/index.js';`],
  [
    'modules-meet-at-the-door',
    'examples/sample/infra/x28.ts',
    `import '../../../src/modules/beta/domain/b.js';`,
  ],
  ['edge-from-alpha', 'src/modules/alpha/infra/x29.ts', `import '../../../../examples/sample/index.js';`],
  ['platform-knows-no-module', 'src/platform/x30.ts', `import '../../examples/sample/index.js';`],
  ['module-not-in-the-table', 'examples/other/infra/x31.ts', `import '../../../src/kernel/id.js';`],
  ['service-knows-no-stand-ins', 'src/x32.ts', `import '../examples/providers/p.js';`],
  ['composition-root-uses-doors', 'src/x32.ts', `import '../examples/providers/p.js';`],
  ['stand-ins-stand-alone', 'examples/providers/x33.ts', `import '../../src/kernel/id.js';`],
];
const otherSide = { 'src/platform/y25.ts': `import './x25.js';` };

/** A module has one door, so these take the place of the good ones. */
const alphaDoor = `export * from '../../platform/clock.js'; export * from './infra/a.dto.js';`;
const badDoors: Violation[] = [
  ['door-exports-its-own', 'src/modules/alpha/index.ts', alphaDoor],
  ['door-keeps-storage-inside', 'src/modules/alpha/index.ts', alphaDoor],
  ['door-exports-its-own', 'src/modules/beta/index.ts', `export * from '../alpha/index.js';`],
];

async function violationsIn(files: Readonly<Record<string, string>>): Promise<string[]> {
  const bin = 'dependency-cruiser/bin/dependency-cruise.mjs';
  const args = [
    '--config',
    '.dependency-cruiser.mjs',
    '--output-type',
    'json',
    'src',
    'migrations',
    'examples',
  ];
  const { output } = await runTool(bin, args, plant({ 'migrations/index.ts': '', ...files }));
  const { summary } = JSON.parse(output) as {
    summary: { violations: { from: string; rule: { name: string; severity: string } }[] };
  };
  const errors = summary.violations.filter(({ rule }) => rule.severity === 'error');
  return [...new Set(errors.map(({ from, rule }) => `${rule.name}: ${from}`))].sort();
}

const contents = (violations: readonly Violation[]) =>
  Object.fromEntries(violations.map(([, file, content]) => [file, content]));
const expected = (violations: readonly Violation[]) =>
  violations.map(([rule, file]) => `${rule}: ${file}`).sort();

describe('the layers and doors of the configuration', { timeout: TOOL_TIMEOUT }, () => {
  it('let a well-built tree pass', async () => {
    expect(await violationsIn(clean)).toEqual([]);
  });

  it('catch every planted violation, and nothing else', async () => {
    expect(await violationsIn({ ...clean, ...contents(planted), ...otherSide })).toEqual(expected(planted));
  });

  it('catch a door that hands out storage, or what is not behind it', async () => {
    expect(await violationsIn({ ...clean, ...contents(badDoors) })).toEqual(expected(badDoors));
  });
});
