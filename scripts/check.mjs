// Everything that can be checked without a database, as many steps at once as there are cores.
// A step that fails shows its whole output; the last line counts them.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';

// Longest first, so that the cores are busy to the end.
const steps = [
  ['contract', 'npm run --silent build && node scripts/openapi.mjs'],
  ['lint', 'npm run --silent lint'],
  ['architecture', 'vitest run --project unit test/architecture --reporter=dot'],
  ['layers', 'depcruise --config .dependency-cruiser.mjs src migrations examples'],
  ['unused', 'knip'],
  ['format', 'oxfmt --check .'],
];

const waiting = steps.filter(([name]) => process.argv.length === 2 || process.argv.includes(name));
const failed = [];
const total = waiting.length;
const started = performance.now();

await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));

const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`check: ${total - failed.length} passed, ${failed.length} failed in ${seconds} s`);
if (failed.length > 0) {
  console.log(`failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}

async function worker() {
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    const [name, command] = step;
    const { code, output, seconds } = await run(command);
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(13)} ${seconds.toFixed(1).padStart(5)} s`);
    if (code === 0) continue;
    failed.push(name);
    console.log(`\n$ ${command}\n${output.trim()}\n`);
  }
}

/** Both streams in the order they were written. */
function run(command) {
  const begin = performance.now();
  return new Promise((resolve) => {
    const chunks = [];
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('close', (code) => {
      const output = Buffer.concat(chunks).toString();
      resolve({ code, output, seconds: (performance.now() - begin) / 1000 });
    });
  });
}
