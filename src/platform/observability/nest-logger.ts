import { inspect } from 'node:util';
import type { LoggerService } from '@nestjs/common';
import type { Level } from 'pino';
import type { Log } from './log.js';

/** What Nest and our own code say through `Logger` of @nestjs/common, written by the same pino. */
export class NestLogger implements LoggerService {
  constructor(private readonly sink: Log) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest puts the context last and, for errors, a stack or the error before it. */
  private write(level: Level, message: unknown, rest: unknown[]): void {
    if (!this.sink.app.isLevelEnabled(level)) return;
    const context = typeof rest.at(-1) === 'string' ? (rest.pop() as string) : undefined;
    const error = [message, ...rest].find((part) => part instanceof Error);
    const details = rest.filter((part) => part !== error && part !== undefined);
    const fields = {
      ...(context !== undefined && { context }),
      ...(error && { err: error }),
      ...(details.length > 0 && { details }),
      ...(typeof message === 'object' && message !== error && { data: message }),
    };
    this.sink.app[level](fields, textOf(message, error));
  }
}

function textOf(message: unknown, error: Error | undefined): string {
  if (typeof message === 'string') return message;
  return typeof message === 'object' ? (error?.message ?? '') : inspect(message);
}
