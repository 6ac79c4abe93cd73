// Writes (`--write`) or compares the committed contract with what the built code says it is.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const FILE = 'openapi.json';
const exported = spawnSync(process.execPath, ['dist/src/export-openapi.js'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  stdio: ['ignore', 'pipe', 'inherit'],
});

if (exported.status !== 0) fail('The contract could not be exported');
else if (process.argv.includes('--write')) writeFileSync(FILE, exported.stdout);
else compare(exported.stdout, existsSync(FILE) ? readFileSync(FILE, 'utf8') : '');

function compare(current, committed) {
  if (current === committed) return;
  const old = committed.split('\n');
  const line = current.split('\n').findIndex((text, index) => text !== old[index]);
  fail(`${FILE} is not current, first in line ${line + 1}: npm run openapi`);
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}
