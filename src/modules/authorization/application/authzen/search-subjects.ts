import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import type { Principal } from '../../../../kernel/principal.js';
import { Candidates, type Candidate, type CandidateWish, type Place } from '../../domain/candidates.js';
import { isAllowed, type Question } from '../../domain/decision.js';
import { Effort } from '../../domain/effort.js';
import { patternsReaching, reaches } from '../../domain/permission-pattern.js';
import { SUBJECT_TYPES, type Subject } from '../../domain/subject.js';
import { SYSTEM_ROLES } from '../../domain/system-roles.js';
import { CheckFor } from '../check-for.js';
import { CompileProfile } from '../compile-profile.js';
import { PermissionCatalogue } from '../permission-catalogue.js';
import { questionOf, type Entity, type SubjectSearch } from './access-request.js';
import { fillPage, NOTHING, type FoundPage } from './fill-page.js';

/** Who may do this to that resource? */
@Injectable()
export class SearchSubjects {
  constructor(
    private readonly checkFor: CheckFor,
    private readonly candidates: Candidates,
    private readonly compile: CompileProfile,
    private readonly catalogue: PermissionCatalogue,
    private readonly clock: Clock,
  ) {}

  /**
   * People are named as the tenant names them, where it does.
   * @throws DomainError `authz.permission-denied`
   */
  async execute(
    asker: Principal,
    tenantId: Id,
    search: SubjectSearch,
    page: Place,
  ): Promise<FoundPage<Entity>> {
    await this.checkFor.demandMayAsk(asker, null);
    const question = questionOf(search);
    const { type } = search.subject;
    if (!question || !isSubjectType(type)) return NOTHING;
    const wish = this.wishFor(type, question.permission, search.resource);
    const { results, next } = await fillPage<Candidate>(
      {
        read: (place) => this.candidates.subjects(tenantId, wish, place),
        judge: (found) => this.judge(tenantId, found, question),
        keyOf: ({ subject }) => subject.id,
      },
      page,
    );
    return { results: results.map(({ subject, row }) => ({ type, id: row.externalId ?? subject.id })), next };
  }

  private judge(tenantId: Id, found: readonly Candidate[], question: Question): boolean[] {
    const effort = new Effort();
    return found.map(({ subject, row }) =>
      isAllowed(this.compile.execute(tenantId, subject, row), question, this.clock, effort),
    );
  }

  private wishFor(
    type: Subject['type'],
    permission: string,
    resource: CandidateWish['resource'],
  ): CandidateWish {
    const holds = (role: string) =>
      this.catalogue.heldBySystemRole(role).some((held) => reaches(held, permission));
    return {
      ...{ type, resource, patterns: patternsReaching(permission) },
      systemRoles: SYSTEM_ROLES.filter(holds),
    };
  }
}

const isSubjectType = (type: string): type is Subject['type'] =>
  (SUBJECT_TYPES as readonly string[]).includes(type);
