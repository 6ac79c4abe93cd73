/**
 * SQLSTATE classes and codes that say nothing about the request and everything about the server: connection
 * failures, too many connections, shutdown, crash, start-up, a cancelled statement or a lock not had in time.
 * Source: PostgreSQL manual, appendix A.
 */
const SQLSTATES = /^(08...|53...|57P0.|57014|55P03|25P0[34])$/;

/** System errors of a connection attempt or of an open connection. */
const SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** A file that is not there is ENOENT too, but not by way of a socket. */
const SOCKET_CALLS = new Set(['connect', 'read', 'write', 'getaddrinfo']);

/** What pg, its pool and TypeORM say, without any code, when a connection is lost or not to be had. */
const MESSAGES = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Query read timeout',
  'Client has encountered a connection error',
  'Client was closed and is not queryable',
  'Cannot use a pool after calling end',
  'Query runner already released',
];

/** Whether an error means "the database is down, hung or full" (503) rather than "this query is wrong" (500). */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall, driverError } = error as Partial<
    Record<'code' | 'syscall' | 'driverError', unknown>
  >;
  if (typeof code === 'string' && SQLSTATES.test(code)) return true;
  if (SYSTEM_CODES.has(String(code)) && SOCKET_CALLS.has(String(syscall))) return true;
  // Node tries every address of a host name and reports them together.
  if (error instanceof AggregateError) return error.errors.some(isDatabaseUnavailable);
  return MESSAGES.some((message) => error.message.startsWith(message)) || isDatabaseUnavailable(driverError);
}
