import type { Id } from '../../../kernel/id.js';
import type { PlatformRole } from './system-roles.js';

export interface Operator {
  readonly userId: Id;
  readonly email: string;
  readonly role: PlatformRole;
  readonly since: Date;
}

/** Who operates the installation. */
export abstract class Operators {
  abstract list(): Promise<Operator[]>;
  /** One role each: a second appointment changes it. */
  abstract appoint(userId: Id, role: PlatformRole, at: Date): Promise<void>;
  /** @returns false when they are none */
  abstract dismiss(userId: Id): Promise<boolean>;
}
