import pino, { type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config/config.js';
import { GatheredLines } from './gathered-lines.js';
import { pretty } from './pretty.js';
import { redact, redactText } from './redact.js';

export type RequestLevel = 'debug' | 'info' | 'error';

/** The process's log. One instance per application. */
export class Log {
  private static readonly byConfig = new WeakMap<Config, Log>();

  /** For everything that is said in words; redacted. */
  readonly app: Logger;
  private readonly time = isoTime();

  constructor(
    config: Config,
    private readonly destination: DestinationStream = destinationFor(config),
  ) {
    this.app = pino(
      {
        level: config.raw.LOG_LEVEL,
        base: null,
        timestamp: this.time,
        // Errors are described by `redact`; pino's own serializer would take the description for something else.
        serializers: { err: (described: unknown) => described },
        formatters: {
          level: (label) => ({ level: label }),
          log: (object) => redact(object) as Record<string, unknown>,
        },
        hooks: {
          logMethod(args, method) {
            method.apply(this, args.map(redactArgument) as Parameters<typeof method>);
          },
        },
      },
      destination,
    );
  }

  /** The one log of an application: wanted before its modules exist. */
  static of(config: Config): Log {
    const log = Log.byConfig.get(config) ?? new Log(config);
    Log.byConfig.set(config, log);
    return log;
  }

  writesRequests(level: RequestLevel): boolean {
    return this.app.isLevelEnabled(level);
  }

  /**
   * A line that is not redacted, because that would cost more than the rest of the request.
   * @param members JSON members, every one known to be harmless
   */
  writeRequest(level: RequestLevel, members: string): void {
    this.destination.write(`{"level":"${level}"${this.time()},${members}}\n`);
  }
}

function redactArgument(argument: unknown): unknown {
  return typeof argument === 'string' ? redactText(argument) : argument;
}

function destinationFor(config: Config): DestinationStream {
  return config.logFormat === 'pretty' ? pretty() : new GatheredLines();
}

/** As pino's own, but a date is only put into words once per millisecond. */
function isoTime(): () => string {
  let last = 0;
  let text = '';
  return () => {
    const now = Date.now();
    if (now !== last) text = `,"time":"${new Date(now).toISOString()}"`;
    last = now;
    return text;
  };
}
