import type { DestinationStream } from 'pino';
import { PinoPretty } from 'pino-pretty';

/** Lines for people, in development. */
export function pretty(): DestinationStream {
  return PinoPretty({
    colorize: process.stdout.isTTY,
    translateTime: 'SYS:HH:MM:ss.l',
    messageFormat: (line, messageKey) => describe(line, textOf(line[messageKey])),
    ignore: 'requestId,userId,method,route,status,ms,context',
    sync: true,
  });
}

function describe(line: Record<string, unknown>, message: string): string {
  const { method, route, status, ms, requestId, userId, context } = line;
  if (typeof status === 'number')
    return [method, route, status, `${String(ms)} ms`, requestId, userId].filter(Boolean).join(' ');
  return context ? `[${textOf(context)}] ${message}` : message;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
