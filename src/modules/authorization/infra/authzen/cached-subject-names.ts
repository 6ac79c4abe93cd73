// Names from memory, else one statement for all that are not there. Who is no member is never remembered.
import { Injectable } from '@nestjs/common';
import { isId, type Id } from '../../../../kernel/id.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { RevocableCache, RevocableCaches } from '../../../../platform/cache/revocable-cache.js';
import { Database } from '../../../../platform/database/database.js';
import type { SubjectNames } from '../../domain/subject-names.js';
import { rolesTag, tenantRolesTag } from '../../domain/subject.js';

const CAPACITY = 50_000;
const MAX_AGE_MS = 60_000;

interface Named {
  readonly userId: Id;
  readonly tags: readonly string[];
}

type Members = ReadonlyMap<string, Id>;

@Injectable()
export class CachedSubjectNames implements SubjectNames {
  private readonly known: RevocableCache<Named>;

  constructor(
    caches: RevocableCaches,
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {
    this.known = caches.create<Named>({
      name: 'subject-names',
      max: CAPACITY,
      maxAgeMs: MAX_AGE_MS,
      tagsOf: ({ tags }) => tags,
    });
  }

  async membersNamed(tenantId: Id, names: readonly string[]): Promise<Members> {
    const members = new Map<string, Id>();
    const unknown: string[] = [];
    for (const name of names) {
      const here = this.known.peek(tenantId + name);
      if (here) members.set(name, here.userId);
      else unknown.push(name);
    }
    if (unknown.length === 0) return members;
    // All of them wait for the one statement, which begins after each of them listens for announcements.
    let read: Promise<Members> | undefined;
    const found = await Promise.all(
      unknown.map((name) =>
        this.known.get(tenantId + name, async () => {
          const userId = (await (read ??= this.read(tenantId, unknown))).get(name);
          return userId === undefined ? null : { userId, tags: tagsFor(tenantId, userId, name) };
        }),
      ),
    );
    found.forEach((named, at) => {
      if (named) members.set(unknown[at]!, named.userId);
    });
    return members;
  }

  private async read(tenantId: Id, names: readonly string[]): Promise<Members> {
    const ids = names.map((name) => (isId(name.toLowerCase()) ? name.toLowerCase() : null));
    const rows = await this.unitOfWork.run(
      () =>
        this.database.query<{ name: string; userId: Id }>(
          `SELECT asked.name, coalesce(by_id.user_id, by_name.user_id) AS "userId"
           FROM unnest($2::text[], $3::uuid[]) AS asked (name, id)
           LEFT JOIN memberships by_id ON by_id.tenant_id = $1 AND by_id.user_id = asked.id
           LEFT JOIN memberships by_name ON by_name.tenant_id = $1 AND by_name.external_id = asked.name
           WHERE coalesce(by_id.user_id, by_name.user_id) IS NOT NULL`,
          [tenantId, names, ids],
        ),
      { tenantId },
    );
    return new Map(rows.map(({ name, userId }) => [name, userId]));
  }
}

/** A name that looks like an id goes over to the user with that id when they join. */
function tagsFor(tenantId: Id, userId: Id, name: string): string[] {
  const tags = [rolesTag(tenantId, userId), tenantRolesTag(tenantId)];
  const id = name.toLowerCase();
  return isId(id) && id !== userId ? [...tags, rolesTag(tenantId, id)] : tags;
}
