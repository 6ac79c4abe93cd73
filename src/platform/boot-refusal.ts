import { ConfigError } from './config/load-config.js';

/**
 * Why the service did not start: for what its operator can mend one line that says what to set, for a fault of ours
 * the whole stack.
 */
export function refusalOf(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (isInUse(error))
    return `Port ${String(error.port)} is in use. Set PORT to another one (0 = any free port).`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function isInUse(error: unknown): error is { port: number } {
  return (error as { code?: unknown }).code === 'EADDRINUSE';
}
