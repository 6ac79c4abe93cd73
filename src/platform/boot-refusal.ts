import { DomainError } from '../kernel/domain-error.js';
import { ConfigError } from './config/config-error.js';
import { UnreadableFile } from './records/record.js';

/**
 * Why the service did not start, or a command did not run: for what its operator can mend one line that says what to set, for a fault of ours
 * the whole stack.
 */
export function refusalOf(error: unknown): string {
  if (error instanceof ConfigError || error instanceof UnreadableFile) return error.message;
  if (error instanceof DomainError) return error.publicMessage;
  if (isInUse(error))
    return `Port ${String(error.port)} is in use. Set PORT to another one (0 = any free port).`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function isInUse(error: unknown): error is { port: number } {
  return (error as { code?: unknown }).code === 'EADDRINUSE';
}
