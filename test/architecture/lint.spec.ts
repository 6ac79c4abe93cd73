import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plant, root, runTool, TOOL_TIMEOUT } from './planted.js';

type Planted = [rule: string, file: string, content: string];

const lines = (count: number) => 'n += 1;\n'.repeat(count);

const planted: Planted[] = [
  ['house/no-environment', 'src/modules/a/infra/x1.ts', `export const a = process.env;`],
  ['house/no-environment', 'src/modules/a/infra/x2.ts', `export const a = process['env'];`],
  ['house/no-environment', 'src/modules/a/infra/x3.ts', `const { env } = process; export { env };`],
  [
    'house/no-environment',
    'src/modules/a/infra/x4.ts',
    `import { env } from 'node:process'; export { env };`,
  ],
  ['house/no-ambient-time', 'src/modules/a/infra/x5.ts', `export const a = new Date();`],
  ['house/no-ambient-time', 'src/modules/a/infra/x6.ts', `export const a = Date.now();`],
  ['no-restricted-properties', 'src/kernel/x7.ts', `export const a = Math.random();`],
  ['no-restricted-globals', 'src/modules/a/infra/x8.ts', `export const a = () => fetch('http://b');`],
  ['no-restricted-properties', 'src/modules/a/infra/x9.ts', `export const a = globalThis.fetch;`],
  ['house/no-environment', 'src/main.ts', `export const a = process.env;`],
  [
    'house/errors-in-one-place',
    'src/modules/a/domain/x10.ts',
    `class DomainError extends Error {} export const a = new DomainError();`,
  ],
  [
    'no-restricted-imports',
    'src/modules/a/application/x11.ts',
    `import { Logger } from '@nestjs/common'; export const a = Logger;`,
  ],
  ['no-restricted-imports', 'src/modules/a/infra/x21.ts', `import pg from 'pg'; export { pg };`],
  [
    'no-restricted-imports',
    'src/modules/a/infra/x22.ts',
    `import { DataSource as A } from 'typeorm'; export { A };`,
  ],
  [
    'no-restricted-imports',
    'src/modules/a/infra/x23.ts',
    `import { InjectRepository } from '@nestjs/typeorm'; export { InjectRepository };`,
  ],
  ['no-restricted-imports', 'examples/a/application/x24.ts', `import pg from 'pg'; export { pg };`],
  ['house/no-ambient-time', 'examples/a/infra/x25.ts', `export const a = new Date();`],
  ['house/migrations-only', 'src/platform/x20.ts', `export const a = { synchronize: true };`],
  ['house/no-environment', 'src/modules/a/infra/x26.ts', `export const a = globalThis.process;`],
  ['house/no-ambient-time', 'src/modules/a/infra/x30.spec.ts', `export const a = Date.now();`],
  ['house/no-ambient-time', 'src/platform/x31.errors.ts', `export const a = new Date();`],
  [
    'prefer-spread',
    'src/platform/x32.ts',
    `export const a = (b: number[]): number => Math.max.apply(Math, b);`,
  ],
  [
    'prefer-rest-params',
    'src/platform/x33.ts',
    `export function a(): unknown { const b: unknown = arguments[0]; return b; }`,
  ],
  ['no-unused-vars', 'src/platform/x34.ts', `const a = 1;`],
  ['no-console', 'src/platform/x12.ts', `console.log(1);`],
  ['typescript/TS2322', 'src/platform/x27.ts', `export const a: number = 'b';`],
  [
    'typescript/no-unsafe-assignment',
    'src/platform/x28.ts',
    `export function a(b: string): string { const c = JSON.parse(b); return String(c); }`,
  ],
  ['typescript/no-floating-promises', 'src/platform/x13.ts', `async function a(): Promise<void> {} a();`],
  ['typescript/no-explicit-any', 'src/platform/x14.ts', `export const a = (b: any): boolean => b === 1;`],
  [
    'typescript/switch-exhaustiveness-check',
    'src/platform/x15.ts',
    `export function a(b: 'x' | 'y'): void { switch (b) { case 'x': break; } }`,
  ],
  [
    'house/described-disable',
    'src/platform/x16.ts',
    `// oxlint-disable-next-line no-console\nconsole.log(1);`,
  ],
  ['max-lines', 'src/platform/x17.ts', `export let n = 0;\n${lines(250)}`],
  [
    'max-lines-per-function',
    'src/platform/x18.ts',
    `export let n = 0;\nexport function a(): void {\n${lines(60)}}`,
  ],
  [
    'max-params',
    'src/platform/x19.ts',
    `export const a = (...b: number[]): number => b.length;
     export function c(d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1, k: 1): number { return a(d, e, f, g, h, i, j, k); }`,
  ],
];

const clean = {
  'tsconfig.json': JSON.stringify({
    compilerOptions: { module: 'nodenext', target: 'es2023', strict: true, types: ['node'] },
  }),
  'package.json': JSON.stringify({ type: 'module' }),
  'src/platform/clean.ts': `// oxlint-disable-next-line no-console -- planted: says why
    console.log(process.env, new Date(), Date.now(), Math.random(), fetch);`,
  'src/modules/a/infra/clean.ts': `import { EntitySchema } from 'typeorm';
    import { TypeOrmModule } from '@nestjs/typeorm'; export { EntitySchema, TypeOrmModule };`,
  'src/modules/a/clean.errors.ts': `class DomainError extends Error {} export const a = new DomainError();`,
  'src/modules/a/application/clean.ts': `import { Injectable } from '@nestjs/common';
    export const a = (at: Date): Date => new Date(at); export const b = Injectable;`,
};

/** "typescript(no-floating-promises)" is how the linter names typescript/no-floating-promises in its report. */
const ruleOf = (code: string) => code.replace(/^(.+)\((.+)\)$/, '$1/$2').replace(/^eslint\//, '');

async function violationsIn(files: Readonly<Record<string, string>>): Promise<string[]> {
  const rules = ['oxlint.config.mjs', 'scripts/lint/house.mjs'];
  const config = rules.map((path) => [path, readFileSync(join(root, path), 'utf8')] as const);
  const directory = plant({ ...files, ...Object.fromEntries(config) });
  const args = ['--config', 'oxlint.config.mjs', '--format', 'json', 'src', 'examples'];
  const { output } = await runTool('oxlint/bin/oxlint', args, directory);
  const { diagnostics } = JSON.parse(output) as { diagnostics: { filename: string; code: string }[] };
  return [...new Set(diagnostics.map(({ filename, code }) => `${filename}: ${ruleOf(code)}`))].sort();
}

describe('the lint rules', { timeout: TOOL_TIMEOUT }, () => {
  it('catch every planted violation, and nothing else', async () => {
    const files = Object.fromEntries(planted.map(([, file, content]) => [file, content]));
    const expected = planted.map(([rule, file]) => `${file}: ${rule}`).sort();
    expect(await violationsIn({ ...clean, ...files })).toEqual(expected);
  });
});
