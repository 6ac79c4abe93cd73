import type { Id } from '../../../../kernel/id.js';
import type { Fault } from '../providers/fault.js';

export interface ConnectionAttempt {
  readonly tenantId: Id;
  readonly provider: string;
  /** Who did it, or whose connection it is. */
  readonly by: Id;
  readonly connectionId: Id | null;
  readonly kind: 'authorize' | 'refresh' | 'check' | 'revoke';
  readonly outcome: 'started' | 'completed' | 'failed';
  /** Of a failure. */
  readonly reason: Fault | RefusedCallback | null;
  /** Of our own and the provider's work together, in milliseconds. */
  readonly durationMs: number | null;
}

/** Failures of the return from a provider that are not the provider's. */
export type RefusedCallback = 'account_mismatch' | 'account_unknown' | 'permission_lost';

/** What was tried with providers, for those who watch over them. Part of the ambient transaction. */
export abstract class ConnectionAttempts {
  abstract record(attempt: ConnectionAttempt): Promise<void>;
  /** Deletes at most `limit` older ones of the ambient tenant. @returns how many */
  abstract purge(before: Date, limit: number): Promise<number>;
}
