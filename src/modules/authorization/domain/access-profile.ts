import type { Condition, Conditions } from './conditions.js';
import type { Grant } from './grant.js';
import { reaches } from './permission-pattern.js';
import type { RoleSet } from './role-set.js';
import type { Subject } from './subject.js';

export interface CompiledGrant extends Grant {
  readonly condition: Condition | null;
}

/** Who somebody is, for conditions. */
export interface SubjectFacts extends Subject {
  /** The tenant's own id for the person. */
  readonly externalId: string | null;
  /** Ids of the groups. */
  readonly groups: readonly string[];
}

const NO_GRANTS: readonly CompiledGrant[] = [];

/** Everything that decides what somebody may do in one tenant: roles held directly and through groups, and grants. */
export class AccessProfile {
  private readonly byResource = new Map<string, CompiledGrant[]>();
  private readonly inputs: Readonly<Record<string, unknown>>;

  constructor(
    readonly subject: SubjectFacts,
    readonly roles: RoleSet,
    grants: readonly Grant[],
    conditions: Conditions,
  ) {
    this.inputs = { ...subject, roles: roles.names };
    for (const grant of grants) {
      const condition = grant.when === null ? null : conditions.compile(grant.when);
      const key = keyOf(grant.resource);
      const known = this.byResource.get(key);
      if (known) known.push({ ...grant, condition });
      else this.byResource.set(key, [{ ...grant, condition }]);
    }
  }

  get hasGrants(): boolean {
    return this.byResource.size > 0;
  }

  /** Resources with grants: a measure of what the profile weighs. */
  get size(): number {
    return 1 + this.byResource.size;
  }

  /** The subject as conditions see it. */
  get facts(): Readonly<Record<string, unknown>> {
    return this.inputs;
  }

  /** Grants on one resource that say something about the permission, and have not ended. */
  grantsOn(resource: { type: string; id: string }, permission: string, now: Date): CompiledGrant[] {
    const grants = this.byResource.get(keyOf(resource)) ?? NO_GRANTS;
    return grants.filter((grant) => reaches(grant.permission, permission) && isLive(grant, now));
  }

  /** Resources of a type on which a grant says something about the permission. */
  resourcesGranted(type: string, permission: string, now: Date): string[] {
    return [...this.byResource.values()]
      .filter(([first]) => first?.resource.type === type)
      .filter((grants) => grants.some((grant) => reaches(grant.permission, permission) && isLive(grant, now)))
      .map(([first]) => first!.resource.id);
  }
}

const keyOf = ({ type, id }: { type: string; id: string }) => `${type}/${id}`;

const isLive = ({ expiresAt }: Grant, now: Date) => expiresAt === null || expiresAt > now;
