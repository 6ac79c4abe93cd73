import type { Id } from '../../../kernel/id.js';

/** That a token or key was used, and from where. */
export interface KeyUse {
  readonly id: Id;
  readonly at: Date;
  readonly ip: string;
}
