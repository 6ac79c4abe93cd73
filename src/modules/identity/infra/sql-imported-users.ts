import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { ImportedUser, ImportedUsers } from '../domain/user-import.js';
import type { User } from '../domain/user.js';

@Injectable()
export class SqlImportedUsers implements ImportedUsers {
  constructor(private readonly database: Database) {}

  async addMissing(users: readonly User[]): Promise<ReadonlyMap<string, ImportedUser>> {
    const { directoryId } = users[0] ?? {};
    if (!directoryId) return new Map();
    const added = new Set(await this.insert(users));
    const present = await this.database.query<{ id: Id; email: string }>(
      `SELECT id, email_normalised AS email FROM users WHERE directory_id = $1 AND email_normalised = ANY ($2)`,
      [directoryId, users.map(({ emailNormalised }) => emailNormalised)],
    );
    return new Map(present.map(({ id, email }) => [email, { id, isNew: added.has(id) }]));
  }

  private async insert(users: readonly User[]): Promise<Id[]> {
    const column = (of: (user: User) => unknown) => users.map(of);
    // In one order, so that two imports at once wait for each other and never in a circle.
    const rows = await this.database.query<{ id: Id }>(
      `INSERT INTO users (id, directory_id, email, email_normalised, email_verified_at, password_hash,
         password_changed_at, name, bio, avatar_url, locale, created_at, updated_at, version)
       SELECT id, directory_id, email, email_normalised, email_verified_at, password_hash,
         password_changed_at, name, bio, avatar_url, locale, created_at, updated_at, version
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::text[],
         $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::text[], $12::timestamptz[],
         $13::timestamptz[], $14::int[]) WITH ORDINALITY AS given (id, directory_id, email, email_normalised,
         email_verified_at, password_hash, password_changed_at, name, bio, avatar_url, locale, created_at, updated_at,
         version, place)
       ORDER BY email_normalised, place
       ON CONFLICT (directory_id, email_normalised) DO NOTHING RETURNING id`,
      [
        column(({ id }) => id),
        column((user) => user.directoryId),
        column(({ email }) => email),
        column(({ emailNormalised }) => emailNormalised),
        column(({ emailVerifiedAt }) => emailVerifiedAt),
        column(({ passwordHash }) => passwordHash),
        column(({ passwordChangedAt }) => passwordChangedAt),
        column(({ name }) => name),
        column(({ bio }) => bio),
        column(({ avatarUrl }) => avatarUrl),
        column(({ locale }) => locale),
        column(({ createdAt }) => createdAt),
        column(({ updatedAt }) => updatedAt),
        column(({ version }) => version),
      ],
    );
    return rows.map(({ id }) => id);
  }
}
