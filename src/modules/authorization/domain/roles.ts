import type { Id } from '../../../kernel/id.js';
import type { Role, RoleDefinition } from './role.js';

/** The roles that tenants made. Runs inside a unit of work that has entered the tenant. */
export abstract class Roles {
  /** With its first version. @returns `taken`: the name; `too-many`: the tenant has so many already */
  abstract insert(role: Role, most: number): Promise<'inserted' | 'taken' | 'too-many'>;
  abstract find(id: Id): Promise<Role | null>;
  /** For whoever changes it: others wait until the transaction ends. */
  abstract findForUpdate(id: Id): Promise<Role | null>;
  /** By name. */
  abstract all(): Promise<Role[]>;
  abstract findByNames(names: readonly string[]): Promise<Role[]>;
  /** Writes the next version; a new name is written wherever the role was given too. @returns false: the name is taken */
  abstract save(role: Role, formerName: string): Promise<boolean>;
  /** @returns `in-use` while somebody has it */
  abstract delete(id: Id): Promise<'deleted' | 'in-use' | 'missing'>;
  abstract version(id: Id, version: number): Promise<(RoleDefinition & Pick<Role, 'description'>) | null>;
}
