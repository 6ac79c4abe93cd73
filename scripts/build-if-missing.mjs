// Lets `npm run cli` work in a fresh clone without making every later call wait for a build.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (!existsSync('dist/src/cli.js')) {
  const build = spawnSync('npm run --silent build', { stdio: 'inherit', shell: true });
  process.exitCode = build.status ?? 1;
}
