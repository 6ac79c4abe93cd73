import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import type { Principal } from '../../../kernel/principal.js';
import type { AccessProfile } from '../domain/access-profile.js';
import { AccessProfiles } from '../domain/access-profiles.js';
import { decide, isAllowed, type Decision, type Question } from '../domain/decision.js';
import { Effort } from '../domain/effort.js';
import { subjectOf, type Subject } from '../domain/subject.js';

/** May they? Answered from memory; without a promise when the answer is at hand. */
@Injectable()
export class Decide {
  constructor(
    private readonly profiles: AccessProfiles,
    private readonly clock: Clock,
  ) {}

  /** Whether the one who asks may, with the credential that they use, in the tenant that they work in. */
  check(principal: Principal, question: Question): boolean | Promise<boolean> {
    if (isOutOfScope(principal, question)) return false;
    return this.holds(principal.tenantId, subjectOf(principal), question);
  }

  /** Agrees with `check`, and says why. */
  async explain(principal: Principal, question: Question): Promise<Decision> {
    if (isOutOfScope(principal, question))
      return { allowed: false, because: [{ kind: 'scope', scopes: principal.scopes ?? [] }] };
    return this.explainFor(principal.tenantId, subjectOf(principal), question);
  }

  /** Whether somebody may, whatever credential they use. */
  holds(tenantId: Id | null, subject: Subject, question: Question): boolean | Promise<boolean> {
    const profile = this.profiles.of(tenantId, subject);
    return profile instanceof Promise
      ? profile.then((loaded) => this.isAllowed(loaded, question))
      : this.isAllowed(profile, question);
  }

  async explainFor(tenantId: Id | null, subject: Subject, question: Question): Promise<Decision> {
    return decide(await this.profiles.of(tenantId, subject), question, this.clock);
  }

  /** Many questions about one subject: the profile is looked up once. @throws DomainError `authz.conditions-too-costly` */
  async holdsEach(
    tenantId: Id | null,
    subject: Subject,
    questions: readonly Question[],
    effort = new Effort(),
  ): Promise<boolean[]> {
    const profile = await this.profiles.of(tenantId, subject);
    return questions.map((question) => isAllowed(profile, question, this.clock, effort));
  }

  /**
   * On which resources of a type somebody may: on all of them by a role, else on those that grants name.
   * @param permission `type:action`
   */
  async reach(principal: Principal, permission: string): Promise<'all' | readonly string[]> {
    if (isOutOfScope(principal, { permission })) return [];
    const profile = await this.profiles.of(principal.tenantId, subjectOf(principal));
    if (isAllowed(profile, { permission }, this.clock)) return 'all';
    const type = permission.slice(0, permission.indexOf(':'));
    const effort = new Effort();
    return profile
      .resourcesGranted(type, permission, this.clock.now())
      .filter((id) => isAllowed(profile, { permission, resource: { type, id } }, this.clock, effort));
  }

  private isAllowed(profile: AccessProfile, question: Question): boolean {
    return isAllowed(profile, question, this.clock);
  }
}

const isOutOfScope = ({ scopes }: Principal, { permission }: Question): boolean =>
  scopes !== null && !scopes.includes(permission);
