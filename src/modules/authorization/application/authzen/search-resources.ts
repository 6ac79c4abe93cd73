import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import type { Principal } from '../../../../kernel/principal.js';
import { AccessProfiles } from '../../domain/access-profiles.js';
import { Candidates, type Place } from '../../domain/candidates.js';
import type { Subject } from '../../domain/subject.js';
import { CheckFor } from '../check-for.js';
import { questionOf, type Entity, type ResourceSearch } from './access-request.js';
import { fillPage, NOTHING, readFrom, type FoundPage, type Search } from './fill-page.js';
import { ResolveSubjects } from './resolve-subjects.js';

/** To which resources of a type may somebody do this? We know of those on which something was granted. */
@Injectable()
export class SearchResources {
  constructor(
    private readonly resolve: ResolveSubjects,
    private readonly checkFor: CheckFor,
    private readonly profiles: AccessProfiles,
    private readonly candidates: Candidates,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `authz.permission-denied` when it is about another and the asker may not ask that */
  async execute(
    asker: Principal,
    tenantId: Id,
    search: ResourceSearch,
    page: Place,
  ): Promise<FoundPage<Entity>> {
    const [subject = null] = await this.resolve.execute(tenantId, [search.subject]);
    await this.checkFor.demandMayAsk(asker, subject);
    const { type, properties } = search.resource;
    const question = questionOf({ ...search, resource: { ...search.resource, id: '' } });
    if (!subject || !question) return NOTHING;
    const { results, next } = await fillPage<string>(
      {
        read: await this.known(tenantId, subject, type, question.permission),
        judge: (ids) =>
          this.checkFor.checkEach(
            asker,
            ids.map((id) => ({ ...question, subject, resource: { type, id, properties } })),
          ),
        keyOf: (id) => id,
      },
      page,
    );
    return { results: results.map((id) => ({ type, id })), next };
  }

  /** Where no role speaks about the permission, only what was granted to the subject itself can be. */
  private async known(
    tenantId: Id,
    subject: Subject,
    type: string,
    permission: string,
  ): Promise<Search<string>['read']> {
    const profile = await this.profiles.of(tenantId, subject);
    const { outcome } = profile.roles.verdict(permission);
    if (outcome === 'deny') return readFrom([]);
    if (outcome === 'silent')
      return readFrom(profile.resourcesGranted(type, permission, this.clock.now()).sort());
    return (place) => this.candidates.resources(tenantId, type, place);
  }
}
