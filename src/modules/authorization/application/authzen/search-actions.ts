import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import type { Principal } from '../../../../kernel/principal.js';
import type { Place } from '../../domain/candidates.js';
import { resourceOf } from '../../domain/permission-pattern.js';
import { CheckFor } from '../check-for.js';
import { PermissionCatalogue } from '../permission-catalogue.js';
import type { Action, ActionSearch } from './access-request.js';
import { fillPage, NOTHING, readFrom, type FoundPage } from './fill-page.js';
import { ResolveSubjects } from './resolve-subjects.js';

/** What may somebody do to this resource? We know of the actions in the catalogue of permissions. */
@Injectable()
export class SearchActions {
  constructor(
    private readonly resolve: ResolveSubjects,
    private readonly checkFor: CheckFor,
    private readonly catalogue: PermissionCatalogue,
  ) {}

  /** @throws DomainError `authz.permission-denied` when it is about another and the asker may not ask that */
  async execute(
    asker: Principal,
    tenantId: Id,
    { subject: named, resource, context }: ActionSearch,
    page: Place,
  ): Promise<FoundPage<Action>> {
    const [subject = null] = await this.resolve.execute(tenantId, [named]);
    await this.checkFor.demandMayAsk(asker, subject);
    if (!subject) return NOTHING;
    const permissions = (await this.catalogue.names()).filter((name) => resourceOf(name) === resource.type);
    const about = { subject, resource, context, subjectProperties: named.properties };
    const { results, next } = await fillPage<string>(
      {
        read: readFrom(permissions),
        judge: (names) =>
          this.checkFor.checkEach(
            asker,
            names.map((permission) => ({ ...about, permission })),
          ),
        keyOf: (permission) => permission,
      },
      page,
    );
    return { results: results.map((name) => ({ name: name.slice(resource.type.length + 1) })), next };
  }
}
