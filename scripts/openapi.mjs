// Writes (`--write`) or compares the committed contract with what the built code says it is.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const file = 'openapi.json';
const current = execFileSync(process.execPath, ['dist/src/export-openapi.js'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
JSON.parse(current);

if (process.argv.includes('--write')) {
  writeFileSync(file, current);
} else {
  const committed = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (committed !== current) {
    const at = firstDifference(committed.split('\n'), current.split('\n'));
    console.error(`openapi.json is not current, first in line ${String(at)}: run npm run openapi`);
    process.exitCode = 1;
  }
}

function firstDifference(left, right) {
  const index = right.findIndex((line, position) => line !== left[position]);
  return (index === -1 ? right.length : index) + 1;
}
