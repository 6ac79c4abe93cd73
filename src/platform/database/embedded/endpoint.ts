import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Places } from './places.js';
import type { Postmaster } from './postmaster-file.js';

const PREFIX = 'sallyport-sockets-';

/** Where the embedded database listens. */
export interface Endpoint {
  /** The directory of the unix socket, which only PostgreSQL's user may enter; on Windows the loopback address. */
  readonly host: string;
  readonly port: number;
  /** Windows only, where anybody can connect to a port. */
  readonly passwordFile?: string;
}

/** Where a database that has yet to be started shall listen. */
export async function newEndpoint(places: Places): Promise<Endpoint> {
  if (process.platform === 'win32')
    return { host: '127.0.0.1', port: await freePort(), passwordFile: passwordFile(places) };
  return { host: socketDirectory(places), port: 5432 };
}

/** @returns undefined while it is still being started */
export function endpointOf({ port, sockets }: Postmaster, places: Places): Endpoint | undefined {
  if (process.platform === 'win32') return { host: '127.0.0.1', port, passwordFile: passwordFile(places) };
  return sockets === '' ? undefined : { host: sockets, port };
}

export function passwordOf({ passwordFile }: Endpoint): string | undefined {
  return passwordFile && readFileSync(passwordFile, 'utf8');
}

/** The path of a unix socket may have 103 to 107 bytes, and PostgreSQL reads the setting as a list. */
function socketDirectory({ base, user }: Places): string {
  const near = join(base, 'run');
  const usable = near.length <= 88 && /^[\w./-]+$/.test(near);
  const path = usable ? near : mkdtempSync(join(tmpdir(), PREFIX));
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (user) chownSync(path, user.uid, user.gid);
  return path;
}

/** What `newEndpoint` has left outside the data, once nobody listens any more. */
export function removeSockets({ host }: Endpoint, { base }: Places): void {
  if (host.startsWith(join(tmpdir(), PREFIX)) && !host.startsWith(base))
    rmSync(host, { recursive: true, force: true });
}

function passwordFile({ home }: Places): string {
  const path = join(home, 'postgres-password');
  if (!existsSync(path)) writeFileSync(path, randomBytes(24).toString('hex'), { mode: 0o600 });
  return path;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
