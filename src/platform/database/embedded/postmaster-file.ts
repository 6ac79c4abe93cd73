import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What a running postmaster says about itself in its data directory. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Empty on Windows, and elsewhere until it listens. */
  readonly sockets: string;
}

/**
 * The postmaster of this data directory, if one runs.
 *
 * A file that a crash has left is PostgreSQL's own business, except where its process id now belongs to another
 * program (usual in containers, which count from one again): PostgreSQL would take that for a postmaster.
 */
export function runningPostmaster(data: string): Postmaster | undefined {
  const path = join(data, 'postmaster.pid');
  const [pid = '', , , port = '', sockets = ''] = read(path)?.split('\n') ?? [];
  if (!Number(pid) || !isAlive(Number(pid))) return undefined;
  if (!isPostgres(pid)) {
    rmSync(path, { force: true });
    return undefined;
  }
  return { pid: Number(pid), port: Number(port), sockets: sockets.trim() };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A zombie, which nobody reaps where the service is process 1, has no command line any more. */
function isPostgres(pid: string): boolean {
  if (process.platform === 'win32') return true;
  return (read(`/proc/${pid}/cmdline`) ?? listed(pid)).includes('postgres');
}

function listed(pid: string): string {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', pid], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
