import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError } from '../../config/config-error.js';

/** Whom PostgreSQL runs as when we are root: it refuses to run as root itself. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** @returns undefined when we are not root: PostgreSQL then runs as we do */
export function unprivilegedUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return find('postgres') ?? find('_postgres') ?? find('nobody') ?? create();
}

/** Data that exist decide: whoever owns them can read them. */
export function ownerOf(path: string): SystemUser | undefined {
  const { uid, gid } = statSync(path);
  return process.getuid?.() === 0 && uid !== 0 ? { uid, gid } : undefined;
}

function find(name: string): SystemUser | undefined {
  const [, uid, gid] = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(passwd()) ?? [];
  return uid && gid && uid !== '0' ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

function passwd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return '';
  }
}

/** useradd is what most systems have, adduser what BusyBox has. */
function create(): SystemUser {
  for (const [command, ...args] of [
    ['useradd', '--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'],
    ['adduser', '-S', '-D', '-H', 'postgres'],
  ] as const)
    try {
      execFileSync(command, args, { stdio: 'ignore' });
      const created = find('postgres');
      if (created) return created;
    } catch {
      // the other command may exist
    }
  throw new ConfigError(
    'PostgreSQL does not run as root and no unprivileged user could be made: start as another user, or set DATABASE_URL',
  );
}

/** Whether `user` may walk down to `path`, judged by the mode bits of every directory on the way. */
export function canReach(user: SystemUser, path: string): boolean {
  const { uid, gid, mode } = statSync(path);
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  if ((mode & bit) === 0) return false;
  return dirname(path) === path || canReach(user, dirname(path));
}
