import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { RevocableCache, RevocableCaches } from '../../../platform/cache/revocable-cache.js';
import { Database } from '../../../platform/database/database.js';
import { PERMISSIONS_TAG, type RegisteredPermissions } from '../domain/registered-permissions.js';

const MAX_AGE_MS = 60_000;

@Injectable()
export class SqlRegisteredPermissions implements RegisteredPermissions {
  private readonly known: RevocableCache<ReadonlySet<string>>;

  constructor(
    private readonly database: Database,
    caches: RevocableCaches,
  ) {
    this.known = caches.create<ReadonlySet<string>>({
      name: 'registered-permissions',
      max: 1,
      maxAgeMs: MAX_AGE_MS,
      tagsOf: () => [PERMISSIONS_TAG],
    });
  }

  async names(): Promise<ReadonlySet<string>> {
    const known = await this.known.get(PERMISSIONS_TAG, async () => {
      const rows = await this.database.query<{ name: string }>(
        `SELECT name FROM permissions WHERE source = 'registered'`,
      );
      return new Set(rows.map(({ name }) => name));
    });
    return known!;
  }

  async register(
    { name, description }: { name: string; description: string },
    by: Id,
    at: Date,
  ): Promise<boolean> {
    const inserted = await this.database.execute(
      `INSERT INTO permissions (name, description, source, created_by, created_at)
       VALUES ($1, $2, 'registered', $3, $4) ON CONFLICT (name) DO NOTHING`,
      [name, description, by, at],
    );
    return inserted === 1;
  }

  async remove(name: string): Promise<boolean> {
    const deleted = await this.database.execute(
      `DELETE FROM permissions WHERE name = $1 AND source = 'registered'`,
      [name],
    );
    return deleted === 1;
  }

  /** In one order on every node, so that nodes that start together do not wait for each other in a circle. */
  async synchronise(declared: readonly { name: string; description: string }[]): Promise<void> {
    const sorted = [...declared].sort((a, b) => (a.name < b.name ? -1 : 1));
    await this.database.execute(
      `WITH declared AS (SELECT * FROM unnest($1::text[], $2::text[]) AS d (name, description)),
         gone AS (DELETE FROM permissions WHERE source = 'declared' AND name <> ALL ($1))
       INSERT INTO permissions (name, description, source) SELECT name, description, 'declared' FROM declared
       ON CONFLICT (name) DO UPDATE SET description = excluded.description, source = 'declared', created_by = NULL
       WHERE permissions.description <> excluded.description OR permissions.source <> 'declared'`,
      [sorted.map(({ name }) => name), sorted.map(({ description }) => description)],
    );
  }
}
