import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Invalidation } from '../../../kernel/invalidation.js';
import { actorId, type Principal } from '../../../kernel/principal.js';
import { Random } from '../../../kernel/random.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import {
  grantExists,
  grantNotFound,
  grantSubjectUnknown,
  tooManyGrants,
} from '../domain/authorization.errors.js';
import { MOST_GRANTS, type GivenGrant, type Grant } from '../domain/grant.js';
import { Grants } from '../domain/grants.js';
import { rolesTag, tenantRolesTag } from '../domain/subject.js';
import { AcceptGrant, type GrantWish } from './accept-grant.js';
import { AuthorizationEvents } from './authorization-events.js';

/** Gives, and takes back, a permission on a single resource. */
@Injectable()
export class GiveGrant {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: Grants,
    private readonly accept: AcceptGrant,
    private readonly invalidation: Invalidation,
    private readonly events: AuthorizationEvents,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `authz.grant-exists`, `authz.grant-subject-unknown`, `authz.grant-of-other-resource`,
   *   `authz.grant-ends-in-the-past`, `authz.too-many-grants`, `authz.permission-unknown`,
   *   `authz.condition-refused`, `authz.beyond-own-permissions`
   */
  async execute(by: Principal, tenantId: Id, wish: GrantWish): Promise<GivenGrant> {
    await this.accept.execute(by, wish);
    const grant: GivenGrant = {
      ...wish,
      id: this.random.id(),
      when: wish.when ?? null,
      expiresAt: wish.expiresAt ?? null,
      ...{ createdBy: actorId(by), createdAt: this.clock.now() },
    };
    await this.unitOfWork.run(
      async () => {
        const outcome = await this.grants.insert(tenantId, grant, MOST_GRANTS);
        if (outcome === 'exists') throw grantExists();
        if (outcome === 'unknown-subject') throw grantSubjectUnknown();
        if (outcome === 'too-many') throw tooManyGrants(MOST_GRANTS);
        await this.tell('grant.created', tenantId, by, grant);
      },
      { tenantId },
    );
    return grant;
  }

  /** @throws DomainError `authz.grant-not-found` */
  async takeBack(by: Principal, tenantId: Id, id: Id): Promise<void> {
    await this.unitOfWork.run(
      async () => {
        const grant = await this.grants.delete(id);
        if (!grant) throw grantNotFound();
        await this.tell('grant.deleted', tenantId, by, grant);
      },
      { tenantId },
    );
  }

  private async tell(
    event: 'grant.created' | 'grant.deleted',
    tenantId: Id,
    by: Principal,
    { id: grantId, subject, permission, resource, when, expiresAt }: Grant,
  ): Promise<void> {
    const isForOne = subject.type === 'user';
    await this.invalidation.announce(isForOne ? rolesTag(tenantId, subject.id) : tenantRolesTag(tenantId));
    const about = { grantId, subject, permission, resource, when, expiresAt };
    await this.events.publish(event, tenantId, by, about);
  }
}
