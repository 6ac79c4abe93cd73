import pino, { type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config/config.js';
import { pretty } from './pretty.js';
import { redact, redactText } from './redact.js';

/** How long a line may wait to be written together with others. */
const FLUSH_MILLISECONDS = 200;
const BUFFER_BYTES = 8192;

/** The process's log. One instance per application. */
export class Log {
  /** For everything that is said in words; redacted. */
  readonly app: Logger;
  /**
   * For lines whose every member is known to be harmless (ids, numbers, route patterns): not redacted, because
   * that would cost more than the rest of the request.
   */
  readonly requests: Logger;

  private static readonly byConfig = new WeakMap<Config, Log>();

  /** The one log of an application: wanted before its modules exist. */
  static of(config: Config): Log {
    const log = Log.byConfig.get(config) ?? new Log(config);
    Log.byConfig.set(config, log);
    return log;
  }

  constructor(config: Config, destination: DestinationStream = destinationFor(config)) {
    const options = {
      level: config.raw.LOG_LEVEL,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // Errors arrive described already; pino's own serializer would take them for something else.
      serializers: { err: (described: unknown) => described },
      formatters: { level: (label: string) => ({ level: label }) },
    };
    this.requests = pino(options, destination);
    this.app = pino(
      {
        ...options,
        formatters: { ...options.formatters, log: (object) => redact(object) as Record<string, unknown> },
        hooks: {
          logMethod(args, method) {
            method.apply(this, args.map(redactArgument) as Parameters<typeof method>);
          },
        },
      },
      destination,
    );
  }
}

function redactArgument(argument: unknown): unknown {
  return typeof argument === 'string' ? redactText(argument) : argument;
}

/** Lines are gathered and written off the event loop; pino writes what is left when the process exits. */
function destinationFor(config: Config): DestinationStream {
  if (config.logFormat === 'pretty') return pretty();
  return pino.destination({
    dest: 1,
    sync: false,
    minLength: BUFFER_BYTES,
    periodicFlush: FLUSH_MILLISECONDS,
  });
}
