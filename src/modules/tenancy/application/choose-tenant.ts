import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import type { TenantSessionLimits } from '../../sessions/index.js';
import { isMethodAllowed, methodsProven } from '../domain/sign-in-methods.js';
import { notAMember } from '../domain/tenancy.errors.js';
import { TenantEntrances } from '../domain/tenant-entrances.js';
import type { TenantPolicy } from '../domain/tenant-policy.js';
import { signInMethodRefused } from '../domain/tenant-policy.errors.js';

/** A tenant that a session is about to work in. */
interface EnteredTenant {
  readonly id: Id;
  /** What it asks of the session. */
  readonly sessionLimits: TenantSessionLimits;
}

/**
 * Which tenant a session works in. Part of the transaction that writes the session: whoever removes the member, deletes
 * the tenant or makes its policy stricter waits, and then finds the session.
 */
@Injectable()
export class ChooseTenant {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entrances: TenantEntrances,
  ) {}

  /**
   * @param slug the tenant that was asked for; without one the first that the user joined and that accepts how they
   *   signed in, or none
   * @param amr RFC 8176 names of what was proven
   * @throws DomainError `tenancy.not-a-member`, also when there is no such tenant; `tenancy.sign-in-method-refused`
   */
  async execute(userId: Id, slug: string | undefined, amr: readonly string[]): Promise<EnteredTenant | null> {
    const find = () => this.entrances.find(userId, slug, methodsProven(amr));
    const tenantId = await this.unitOfWork.run(find, { userId });
    if (slug !== undefined) {
      if (!tenantId) throw notAMember();
      return this.enter(userId, tenantId, amr);
    }
    const policy = tenantId && (await this.hold(userId, tenantId));
    // Stricter than a moment ago: as if it had not been found.
    return policy && isMethodAllowed(policy.allowedSignInMethods, amr) ? entered(tenantId, policy) : null;
  }

  /** @throws DomainError `tenancy.not-a-member`, `tenancy.sign-in-method-refused` */
  async enter(userId: Id, tenantId: Id, amr: readonly string[]): Promise<EnteredTenant> {
    const policy = await this.hold(userId, tenantId);
    if (!policy) throw notAMember();
    const { allowedSignInMethods } = policy;
    if (!isMethodAllowed(allowedSignInMethods, amr)) throw signInMethodRefused(allowedSignInMethods ?? []);
    return entered(tenantId, policy);
  }

  private async hold(userId: Id, tenantId: Id): Promise<TenantPolicy | null> {
    return this.unitOfWork.run(() => this.entrances.hold(tenantId, userId), { tenantId });
  }
}

const entered = (id: Id, policy: TenantPolicy): EnteredTenant => ({
  id,
  sessionLimits: sessionLimitsOf(policy),
});

export function sessionLimitsOf(policy: TenantPolicy): TenantSessionLimits {
  const { sessionIdleMinutes, sessionAbsoluteHours, maxSessionsPerUser } = policy;
  return {
    idleMinutes: sessionIdleMinutes,
    absoluteHours: sessionAbsoluteHours,
    sessionsPerUser: maxSessionsPerUser,
  };
}
