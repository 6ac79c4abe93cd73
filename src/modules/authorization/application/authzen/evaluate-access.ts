import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import type { Principal } from '../../../../kernel/principal.js';
import type { Decision } from '../../domain/decision.js';
import { CheckFor, type CheckWish } from '../check-for.js';
import { questionOf, type AccessRequest } from './access-request.js';
import { ResolveSubjects } from './resolve-subjects.js';

const NOBODY_SAYS_SO: Decision = { allowed: false, because: [{ kind: 'default-deny' }] };

/** Access evaluation: may this subject do this to this resource? Whom or what we do not know may nothing. */
@Injectable()
export class EvaluateAccess {
  constructor(
    private readonly resolve: ResolveSubjects,
    private readonly checkFor: CheckFor,
  ) {}

  /** @throws DomainError `authz.permission-denied` when it is about another and the asker may not ask that */
  async execute(asker: Principal, tenantId: Id, request: AccessRequest): Promise<Decision> {
    const [subject = null] = await this.resolve.execute(tenantId, [request.subject]);
    const question = questionOf(request);
    if (subject && question) return this.checkFor.explain(asker, { ...question, subject });
    await this.checkFor.demandMayAsk(asker, subject);
    return NOBODY_SAYS_SO;
  }

  /** In the order of the requests. @throws DomainError `authz.permission-denied` */
  async each(asker: Principal, tenantId: Id, requests: readonly AccessRequest[]): Promise<boolean[]> {
    const subjects = await this.resolve.execute(
      tenantId,
      requests.map(({ subject }) => subject),
    );
    if (subjects.includes(null)) await this.checkFor.demandMayAsk(asker, null);
    const wishes = requests.map((request, at): CheckWish | null => {
      const [subject, question] = [subjects[at], questionOf(request)];
      return subject && question ? { ...question, subject } : null;
    });
    const answers = await this.checkFor.checkEach(
      asker,
      wishes.filter((wish) => wish !== null),
    );
    return wishes.map((wish) => wish !== null && answers.shift() === true);
  }
}
