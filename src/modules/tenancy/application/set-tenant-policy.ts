import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { actorId, type Principal } from '../../../kernel/principal.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { ConfineSessions } from '../../sessions/index.js';
import { isMethodAllowed, proofsOf } from '../domain/sign-in-methods.js';
import { ServerPolicies, TenantPolicies } from '../domain/tenant-policies.js';
import {
  changedFields,
  effectivePolicy,
  laxerThan,
  type EffectivePolicy,
  type PolicyWish,
  type TenantPolicy,
} from '../domain/tenant-policy.js';
import { policyLocksYouOut, policyRefused } from '../domain/tenant-policy.errors.js';
import { sessionLimitsOf } from './choose-tenant.js';
import { TellOfPolicy } from './tell-of-policy.js';

/** Replaces the policy of a tenant. What it asks of sessions holds at once for those that work in the tenant already. */
@Injectable()
export class SetTenantPolicy {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly policies: TenantPolicies,
    private readonly server: ServerPolicies,
    private readonly confineSessions: ConfineSessions,
    private readonly tell: TellOfPolicy,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `tenancy.policy-laxer-than-server`, `tenancy.policy-locks-you-out` */
  async execute(by: Principal, tenantId: Id, wish: PolicyWish): Promise<void> {
    const errors = laxerThan(this.server.current, wish);
    if (errors.length > 0) throw policyRefused(errors);
    const own: TenantPolicy = { ...wish, requireMfa: wish.requireMfa ?? false };
    await this.unitOfWork.run(() => this.replace(by, tenantId, own), { tenantId });
  }

  private async replace(by: Principal, tenantId: Id, own: TenantPolicy): Promise<void> {
    await this.policies.hold(tenantId);
    const before = await this.policies.of(tenantId);
    const effective = effectivePolicy(this.server.current, own);
    const userIds = effective.requireMfa
      ? await this.policies.membersWithout(tenantId, effective.allowedFactors)
      : [];
    refuseLockOut(by, own, effective, userIds);
    await this.policies.store(tenantId, own, actorId(by), this.clock.now());
    const methods = own.allowedSignInMethods;
    const unfit = { userIds, proofs: methods && proofsOf(methods) };
    await this.confineSessions.execute(tenantId, sessionLimitsOf(own), unfit);
    await this.tell.changed(by, tenantId, changedFields(before, own));
  }
}

/** Programs sign in by no method; a person must have shown what they ask of everybody. */
function refuseLockOut(
  by: Principal,
  own: TenantPolicy,
  { allowedSignInMethods }: EffectivePolicy,
  withoutFactor: readonly Id[],
): void {
  if (by.credential === 'service-account') return;
  const fields = [
    ...(withoutFactor.includes(by.userId) ? [own.requireMfa ? 'requireMfa' : 'allowedFactors'] : []),
    ...(isMethodAllowed(own.allowedSignInMethods && allowedSignInMethods, by.amr)
      ? []
      : ['allowedSignInMethods']),
  ];
  if (fields.length > 0) throw policyLocksYouOut(fields);
}
