import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { Database } from '../../../../platform/database/database.js';
import type { ExternalIdentity } from '../../domain/sign-in/external-identity.js';
import type { LinkedIdentities } from '../../domain/sign-in/linked-identities.js';
import type { LinkedIdentity } from '../../domain/sign-in/linked-identity.js';

const COLUMNS = `id, directory_id AS "directoryId", user_id AS "userId", provider, issuer, subject, email,
  created_at AS "createdAt"`;

@Injectable()
export class SqlLinkedIdentities implements LinkedIdentities {
  constructor(private readonly database: Database) {}

  async find(
    directoryIds: readonly Id[],
    { issuer, subject }: Pick<ExternalIdentity, 'issuer' | 'subject'>,
  ): Promise<LinkedIdentity | null> {
    const [found] = await this.database.query<LinkedIdentity>(
      `SELECT ${COLUMNS} FROM linked_identities
       WHERE directory_id = ANY ($1::uuid[]) AND issuer = $2 AND subject = $3
       ORDER BY array_position($1::uuid[], directory_id) LIMIT 1`,
      [directoryIds, issuer, subject],
    );
    return found ?? null;
  }

  /** Updating nothing makes the row that was there first come back. */
  async link(identity: LinkedIdentity): Promise<{ userId: Id; isNew: boolean }> {
    const { id, directoryId, userId, provider, issuer, subject, email, createdAt } = identity;
    const [linked] = await this.database.query<{ id: Id; userId: Id }>(
      `INSERT INTO linked_identities (id, directory_id, user_id, provider, issuer, subject, email, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (directory_id, issuer, subject) DO UPDATE SET provider = linked_identities.provider
       RETURNING id, user_id AS "userId"`,
      [id, directoryId, userId, provider, issuer, subject, email, createdAt],
    );
    return { userId: linked!.userId, isNew: linked!.id === id };
  }

  async use(id: Id, email: string | null, at: Date): Promise<boolean> {
    const used = await this.database.execute(
      `UPDATE linked_identities SET last_used_at = $3, email = coalesce($2, email) WHERE id = $1`,
      [id, email, at],
    );
    return used === 1;
  }

  async lockOwner(userId: Id): Promise<{ hasPassword: boolean }> {
    const [owner] = await this.database.query<{ hasPassword: boolean }>(
      `SELECT password_hash IS NOT NULL AS "hasPassword" FROM users WHERE id = $1 FOR NO KEY UPDATE`,
      [userId],
    );
    return owner ?? { hasPassword: false };
  }

  async ofUser(userId: Id): Promise<LinkedIdentity[]> {
    return this.database.query<LinkedIdentity>(
      `SELECT ${COLUMNS} FROM linked_identities WHERE user_id = $1 ORDER BY id`,
      [userId],
    );
  }

  async unlink(userId: Id, id: Id): Promise<boolean> {
    const unlinked = await this.database.execute(
      `DELETE FROM linked_identities WHERE id = $2 AND user_id = $1`,
      [userId, id],
    );
    return unlinked === 1;
  }
}
