import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plant, root } from './planted.js';

interface Run {
  readonly test: readonly [output: string, code: number];
  readonly check: readonly [output: string, code: number];
}

const TESTS_PASS = [' Test Files  3 passed (3)\n      Tests  40 passed | 2 skipped (42)', 0] as const;
const CHECK_PASSES = ['check: 7 passed, 0 failed in 30.0 s', 0] as const;

/** .ci/run with an npm that only says what it is told to. */
function run({ test, check }: Run): { code: number | null; lastLine: string | undefined } {
  const say = ([output, code]: Run['test']) => `printf '%s\\n' '${output}'; exit ${code}`;
  const directory = plant({
    '.ci/run': readFileSync(`${root}/.ci/run`, 'utf8'),
    'bin/npm': `#!/bin/sh\ncase "$*" in test) ${say(test)};; 'run check') ${say(check)};; esac\n`,
    'bin/redis-server': '#!/bin/sh\n',
    'bin/chromium': '#!/bin/sh\n',
  });
  for (const file of ['.ci/run', 'bin/npm', 'bin/redis-server', 'bin/chromium'])
    chmodSync(`${directory}/${file}`, 0o755);
  const { status, stdout } = spawnSync(`${directory}/.ci/run`, {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${directory}/bin${delimiter}${process.env['PATH'] ?? ''}` },
  });
  return { code: status, lastLine: stdout.trimEnd().split('\n').at(-1) };
}

describe.skipIf(process.platform === 'win32')('.ci/run', () => {
  it('passes on with the count of tests when all is well', () => {
    expect(run({ test: TESTS_PASS, check: CHECK_PASSES })).toEqual({
      code: 0,
      lastLine: '40 passed, 0 failed',
    });
  });

  it.each<[string, Run, string]>([
    [
      'a failed test',
      {
        test: [' Test Files  1 failed | 2 passed (3)\n      Tests  2 failed | 38 passed (40)', 1],
        check: CHECK_PASSES,
      },
      '38 passed, 2 failed',
    ],
    [
      'a test file that does not load',
      {
        test: [' Test Files  1 failed | 2 passed (3)\n      Tests  38 passed (38)', 1],
        check: CHECK_PASSES,
      },
      '38 passed, 1 failed',
    ],
    ['an error outside any test', { test: [TESTS_PASS[0], 1], check: CHECK_PASSES }, '40 passed, 1 failed'],
    ['tests that never ran', { test: ['no such command', 127], check: CHECK_PASSES }, '0 passed, 1 failed'],
    [
      'a failed check',
      { test: TESTS_PASS, check: ['check: 5 passed, 2 failed in 30.0 s', 1] },
      '40 passed, 2 failed',
    ],
    ['a report that cannot be read', { test: ['all is well', 0], check: CHECK_PASSES }, '0 passed, 1 failed'],
    ['a check that never ran', { test: TESTS_PASS, check: ['', 1] }, '40 passed, 1 failed'],
  ])('fails because of %s, and still counts', (_, outcome, lastLine) => {
    expect(run(outcome)).toEqual({ code: 1, lastLine });
  });
});
