import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { unlessItExists } from './binary-tree.js';
import type { Binaries } from './binaries.js';
import type { Endpoint } from './endpoint.js';
import type { Places } from './places.js';
import { runningPostmaster, type Postmaster } from './postmaster-file.js';

const run = promisify(execFile);
const windows = process.platform === 'win32';

/** Nothing else: our environment may hold PG* variables that are meant for another server. */
const ENVIRONMENT = {
  PATH: process.env['PATH'],
  SystemRoot: process.env['SystemRoot'],
  LC_ALL: 'C',
  TZ: 'UTC',
};

const SHAPE = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/** One data directory and the programs that make it, run it and end it. */
export class Cluster {
  /** Whether a postmaster that we have launched is alive. */
  private launched = false;

  constructor(
    private readonly binaries: Binaries,
    private readonly places: Places,
    /** Server settings beyond those that the service needs. */
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  running(): Postmaster | undefined {
    return runningPostmaster(this.places.data);
  }

  /** Made elsewhere and renamed: the data directory is there whole or not at all, whoever else makes one now. */
  async createUnlessThere({ passwordFile }: Endpoint): Promise<void> {
    const { data, base } = this.places;
    if (existsSync(data)) return;
    const half = join(base, `new-${randomBytes(4).toString('hex')}`);
    const access = passwordFile ? ['--auth=scram-sha-256', `--pwfile=${passwordFile}`] : ['--auth=trust'];
    const options = [
      '-D',
      half,
      '-U',
      'postgres',
      '--data-checksums',
      '--no-instructions',
      ...SHAPE,
      ...access,
    ];
    try {
      await run(this.binaries.initdb, options, this.asUser(base));
      unlessItExists(() => {
        renameSync(half, data);
      });
    } finally {
      rmSync(half, { recursive: true, force: true });
    }
  }

  /** Detached: Ctrl-C in the terminal is for us, the database ends after we have drained. */
  launch(endpoint: Endpoint): void {
    if (this.launched) return;
    const { data, log } = this.places;
    const output = openSync(log, 'a', 0o600);
    const settings = Object.entries({ ...serverSettings(endpoint), ...this.settings });
    const options = settings.map(([name, value]) => `--${name}=${value}`);
    // pg_ctl gives up the rights of a Windows administrator, with which PostgreSQL does not run.
    const [program, argv] = windows
      ? [this.binaries.pgCtl, ['start', '-W', '-D', data, '-o', options.join(' ')]]
      : [this.binaries.postgres, ['-D', data, ...options]];
    const child = spawn(program, argv, {
      ...this.asUser(data),
      stdio: ['ignore', output, output],
      detached: true,
    });
    closeSync(output);
    this.launched = true;
    const over = () => {
      this.launched = false;
    };
    child.once('exit', over).once('error', over).unref();
  }

  /** Fast shutdown; a harder one if that takes too long: the next start recovers. */
  async stop({ pid }: Postmaster): Promise<void> {
    if (windows) await run(this.binaries.pgCtl, ['stop', '-D', this.places.data, '-m', 'fast']);
    for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
      if (this.running()?.pid !== pid) return;
      signalIfAlive(pid, signal);
      for (let waited = 0; waited < 10_000 && this.running()?.pid === pid; waited += 10) await delay(10);
    }
  }

  /** The last words of the server, for an error message. */
  lastWords(): string {
    const { log } = this.places;
    return existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n').slice(-3).join(' | ') : '';
  }

  private asUser(cwd: string) {
    return { ...this.places.user, cwd, env: ENVIRONMENT };
  }
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended.
  }
}

function serverSettings({ host, port }: Endpoint): Record<string, string> {
  const where: Record<string, string> = windows
    ? { listen_addresses: '127.0.0.1' }
    : { listen_addresses: '', unix_socket_directories: host, unix_socket_permissions: '0700' };
  return { ...where, port: String(port), max_connections: '200', log_checkpoints: 'off' };
}
