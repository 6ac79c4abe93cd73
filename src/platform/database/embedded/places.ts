import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigError } from '../../config/config-error.js';
import { canReach, ownerOf, unprivilegedUser, type SystemUser } from './system-user.js';

const MAJOR = '18';

/** Where the embedded database lives and whom it runs as. */
export interface Places {
  readonly user: SystemUser | undefined;
  /** DATA_DIR, or a readable directory that stands in for it. */
  readonly home: string;
  /** Belongs to `user`; holds `data` and usually the sockets. */
  readonly base: string;
  readonly data: string;
  readonly log: string;
}

/**
 * Data that exist are used where they are. New data go to DATA_DIR unless PostgreSQL's user cannot walk there
 * (root's home, say), else to a directory of their own, named after DATA_DIR.
 */
export function findPlaces(dataDir: string): Places {
  mkdirSync(dataDir, { recursive: true });
  const wanted = realpathSync(resolve(dataDir));
  const user = unprivilegedUser();
  if (!user) return existsSync(dataIn(wanted)) ? existing(wanted) : fresh(wanted, undefined);
  const standIn = join(shelter(), `data-${shortHash(wanted)}`);
  const home = [wanted, standIn].find((candidate) => existsSync(dataIn(candidate)));
  if (home) return existing(home);
  if (canReach(user, wanted)) return fresh(wanted, user);
  openShelter();
  return fresh(standIn, user);
}

function existing(home: string): Places {
  const data = dataIn(home);
  const user = ownerOf(data);
  if (user && !canReach(user, data))
    throw new ConfigError(
      `The owner (uid ${String(user.uid)}) of ${data} may not enter it: set another DATA_DIR`,
    );
  const version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (version !== MAJOR)
    throw new ConfigError(`${data} is of PostgreSQL ${version}, not ${MAJOR}: set DATA_DIR`);
  return at(home, user);
}

function fresh(home: string, user: SystemUser | undefined): Places {
  const places = at(home, user);
  mkdirSync(home, { recursive: true, mode: 0o755 });
  mkdirSync(places.base, { recursive: true, mode: 0o700 });
  if (user) chownSync(places.base, user.uid, user.gid);
  try {
    accessSync(places.base, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    throw new ConfigError(
      `${places.base} belongs to another user: start as that user, or set another DATA_DIR`,
    );
  }
  return places;
}

function at(home: string, user: SystemUser | undefined): Places {
  const base = join(home, 'postgres');
  return { user, home, base, data: dataIn(home), log: join(home, 'postgres.log') };
}

function dataIn(home: string): string {
  return join(home, 'postgres', 'data');
}

/** For root only: where everybody may enter what only root may write. */
function shelter(): string {
  const parent = ['/var/lib', tmpdir()].find(isWritable);
  if (!parent) throw new ConfigError('No writable directory for the embedded database: set DATABASE_URL');
  return join(parent, 'sallyport');
}

/** Makes it, and refuses one that somebody else has made to plant a program or a database in it. */
export function openShelter(): string {
  const path = shelter();
  mkdirSync(path, { recursive: true, mode: 0o755 });
  const found = lstatSync(path);
  if (!found.isDirectory() || found.uid !== process.getuid?.())
    throw new ConfigError(`${path} belongs to another user: remove it, or set DATABASE_URL`);
  chmodSync(path, 0o755);
  return path;
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
