// Server and client on different cores, so that neither slows the other: one core serves, the other asks.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

export const SERVER_CORE = '0';
export const CLIENT_CORE = '1';

const canPin = process.platform === 'linux' && availableParallelism() > 1 && has('taskset');

/** Pins this process; what it starts inherits the core unless `onCore` says otherwise. */
export function pinSelf(core) {
  if (canPin) spawnSync('taskset', ['-acp', core, String(process.pid)], { stdio: 'ignore' });
}

/** @returns the command that runs `command` on the given core */
export function onCore(core, command) {
  return canPin ? ['taskset', '-c', core, ...command] : command;
}

function has(command) {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}
