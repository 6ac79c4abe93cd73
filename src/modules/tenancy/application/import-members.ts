import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Invalidation } from '../../../kernel/invalidation.js';
import { Outbox } from '../../../kernel/outbox.js';
import { Random } from '../../../kernel/random.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { rolesTag } from '../../authorization/index.js';
import { ImportUsers, type UserCandidate } from '../../identity/index.js';
import { memberImported } from '../domain/import.events.js';
import {
  ImportedMembers,
  type ImportedPlace,
  type ImportTarget,
  type NewMember,
} from '../domain/imported-members.js';

/** Somebody and the place they are to have; both were checked. */
export interface MemberCandidate {
  readonly user: UserCandidate;
  readonly place: ImportedPlace;
}

/** What became of a candidate. `joined`: the account was there, the membership is new. */
export type ImportedMember =
  | { readonly outcome: 'imported' | 'joined' | 'already-there' }
  | { readonly outcome: 'refused'; readonly field: string; readonly reason: string };

/** Takes people over into the directory of a tenant, and into the tenant. Members stay as they are. */
@Injectable()
export class ImportMembers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly members: ImportedMembers,
    private readonly importUsers: ImportUsers,
    private readonly outbox: Outbox,
    private readonly invalidation: Invalidation,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** All that can be or, when it throws, none. @returns one for each candidate, in their order */
  async execute(
    target: ImportTarget,
    candidates: readonly MemberCandidate[],
  ): Promise<readonly ImportedMember[]> {
    const { tenantId, directoryId } = target;
    return this.unitOfWork.run(
      async () => {
        const refusals = await this.refusals(tenantId, candidates);
        const good = candidates.filter((_, index) => !refusals[index]);
        const users = await this.importUsers.execute(
          directoryId,
          good.map(({ user }) => user),
        );
        const members = good.map(({ place }, index) => ({ userId: users[index]!.id, ...place }));
        const added = new Set(await this.add(tenantId, members));
        const outcomes = users.map(({ id, isNew }) => {
          const joined = added.delete(id);
          if (isNew) return { outcome: 'imported' } as const;
          return { outcome: joined ? 'joined' : 'already-there' } as const;
        });
        return refusals.map((refusal) => refusal ?? outcomes.shift()!);
      },
      { tenantId },
    );
  }

  /** What the constraints would say of the whole batch, said of each row. @returns undefined where nothing is wrong */
  private async refusals(
    tenantId: Id,
    candidates: readonly MemberCandidate[],
  ): Promise<readonly (ImportedMember | undefined)[]> {
    const named = candidates.flatMap(({ place }) => place.roles);
    const known = new Set(await this.members.knownRoles(tenantId, [...new Set(named)]));
    const externalIds = candidates.flatMap(({ place }) => place.externalId ?? []);
    const holders = new Map(await this.members.holdersOf(tenantId, externalIds));
    return candidates.map(({ user, place: { roles, externalId } }) => {
      if (!roles.every((role) => known.has(role)))
        return { outcome: 'refused', field: 'roles', reason: 'names a role that the tenant does not have' };
      if (externalId === null) return undefined;
      const holder = holders.get(externalId) ?? user.email.normalised;
      holders.set(externalId, holder);
      if (holder === user.email.normalised) return undefined;
      return { outcome: 'refused', field: 'externalId', reason: 'belongs to another member' };
    });
  }

  private async add(tenantId: Id, members: readonly NewMember[]): Promise<readonly Id[]> {
    const now = this.clock.now();
    const added = await this.members.addMissing(tenantId, members, now);
    const rolesOf = new Map([...members].reverse().map(({ userId, roles }) => [userId, roles]));
    await this.invalidation.announce(...added.map((userId) => rolesTag(tenantId, userId)));
    await this.outbox.publish(
      ...added.map((userId) =>
        memberImported(this.random.id(), now, { tenantId, userId, roles: rolesOf.get(userId)! }),
      ),
    );
    return added;
  }
}
