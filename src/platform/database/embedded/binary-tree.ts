import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** npm packages hold no symbolic links: an install script makes them, where install scripts are allowed. */
export function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (!existsSync(link))
      unlessItExists(() => {
        symlinkSync(basename(source), link);
      });
  }
}

/** All or nothing, so that a copy cut short is never taken for a whole one. */
export function copyTree(from: string, to: string): void {
  const half = `${to}.${String(process.pid)}`;
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 });
  cpSync(from, half, { recursive: true, verbatimSymlinks: true });
  openToAll(half);
  try {
    unlessItExists(() => {
      renameSync(half, to);
    });
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}

/** Another process that starts at the same time may have been first, and did the same. */
export function unlessItExists(action: () => void): void {
  try {
    action();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' && code !== 'ENOTEMPTY') throw error;
  }
}

/** A strict umask at the time of `npm ci` must not close the copy too. */
function openToAll(path: string): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  if (!found.isDirectory()) {
    chmodSync(path, found.mode & 0o100 ? 0o755 : 0o644);
    return;
  }
  chmodSync(path, 0o755);
  for (const name of readdirSync(path)) openToAll(join(path, name));
}
