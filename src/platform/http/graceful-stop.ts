import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ServiceState } from '../observability/service-state.js';

/** Time for load balancers to see `/health/ready` fail and for keep-alive clients to be told to close. */
const NOTICE_MILLISECONDS = 500;
/** What has not finished by then is cut off. */
const DRAIN_MILLISECONDS = 15_000;
/** A connection without a request for this long will not bring one. */
const IDLE_MILLISECONDS = 300;

/** The terminal signals the whole group and npm passes the same Ctrl-C on: that is one wish, not two. */
const ECHO_MILLISECONDS = 500;
const INTERRUPTED = 130;

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

interface Surroundings {
  readonly signals: Pick<NodeJS.EventEmitter, 'on'>;
  readonly exit: (code: number) => void;
}

const REAL: Surroundings = { signals: process, exit: (code) => process.exit(code) };

/** On SIGTERM or Ctrl-C: not ready, finish what is in flight, close, exit 0. A second signal exits at once. */
export function stopGracefully(app: NestFastifyApplication, { signals, exit }: Surroundings = REAL): void {
  const open = openConnections(app.getHttpServer());
  let since: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (since === undefined) {
      since = performance.now();
      void stop(app, open, signal).then(exit);
    } else if (performance.now() - since > ECHO_MILLISECONDS) exit(INTERRUPTED);
  };
  for (const signal of SIGNALS) signals.on(signal, onSignal);
}

/** @returns the exit code */
async function stop(app: NestFastifyApplication, open: ReadonlySet<Socket>, signal: string): Promise<number> {
  const logger = new Logger('Stop');
  logger.log(`${signal}: finishing what is in flight`);
  try {
    app.get(ServiceState).stop();
    await pause(NOTICE_MILLISECONDS);
    await closeServer(app.getHttpServer(), open);
    await app.close();
    logger.log('stopped');
    return 0;
  } catch (error) {
    logger.error('could not stop in order', error);
    return 1;
  }
}

/**
 * Resolves when the last connection is closed; answers given meanwhile say `Connection: close`. Unlike
 * `http.Server.close` it spares connections on which a request may be under way already.
 */
async function closeServer(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    // Right after the poll phase, in which waiting connections were accepted: those left would be reset.
    setImmediate(() => NetServer.prototype.close.call(server, () => resolve()));
  });
  const late = setTimeout(() => server.closeAllConnections(), DRAIN_MILLISECONDS);
  const silent = new Set<Socket>();
  const idle = setInterval(() => {
    server.closeIdleConnections();
    // After the poll phase, which reads what has come.
    setImmediate(closeSilent, open, silent);
  }, IDLE_MILLISECONDS);
  await closed;
  clearTimeout(late);
  clearInterval(idle);
}

/** Closes those on which nothing came since the last time: for Node they are not idle, but about to be used. */
function closeSilent(open: ReadonlySet<Socket>, silent: Set<Socket>): void {
  for (const socket of open) {
    if (socket.bytesRead > 0) continue;
    if (silent.has(socket)) socket.destroy();
    silent.add(socket);
  }
}

function openConnections(server: Server): ReadonlySet<Socket> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return open;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
