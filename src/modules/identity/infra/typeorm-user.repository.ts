import { Injectable } from '@nestjs/common';
import type { Repository } from 'typeorm';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { Database } from '../../../platform/database/database.js';
import { SHARED_DIRECTORY_ID } from '../domain/directory.js';
import type { UserRepository } from '../domain/user.repository.js';
import { User } from '../domain/user.js';
import { violatesUnique } from '../../../platform/database/violations.js';
import { USER_COLUMNS, UserMapping, userOf } from './user.mapping.js';

@Injectable()
export class TypeormUserRepository implements UserRepository {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async findById(id: Id): Promise<User | null> {
    return this.one(`SELECT ${USER_COLUMNS} FROM users WHERE id = $1`, id);
  }

  async lockById(id: Id): Promise<User | null> {
    // Not FOR UPDATE: that would keep everybody waiting who inserts a row that refers to the user, such as a session.
    return this.users.findOne({ where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  async holdById(id: Id): Promise<User | null> {
    return this.one(`SELECT ${USER_COLUMNS} FROM users WHERE id = $1 FOR KEY SHARE`, id);
  }

  /** Waits for whoever ends sessions (`FOR UPDATE`) and is waited for in turn; then sees what they committed. */
  async holdAdmitted(id: Id, passwordChangedAt: Date | null): Promise<boolean> {
    const admitted = await this.database.query(
      // Read as a Date, a time has lost its microseconds.
      `SELECT 1 FROM users WHERE id = $1 AND disabled_at IS NULL
         AND date_trunc('milliseconds', password_changed_at) IS NOT DISTINCT FROM $2
       FOR KEY SHARE`,
      [id, passwordChangedAt],
    );
    return admitted.length > 0;
  }

  async findByEmail(directoryId: Id, emailNormalised: string): Promise<User | null> {
    return this.users.findOneBy({ directoryId, emailNormalised });
  }

  /** Nobody is signed in yet, so row-level security must show whose the slug is; of a tenant it shows nothing else. */
  async findAtDoor(emailNormalised: string, tenantSlug: string | undefined): Promise<User | null> {
    if (tenantSlug === undefined) return this.findByEmail(SHARED_DIRECTORY_ID, emailNormalised);
    const atDoor = () =>
      this.users
        .createQueryBuilder('person')
        .where(
          `person.emailNormalised = :emailNormalised AND person.directoryId IN (
             SELECT id FROM directories WHERE kind = 'shared'
             UNION ALL
             SELECT d.id FROM tenants t JOIN directories d ON d.id = t.directory_id AND d.kind = 'isolated'
             WHERE t.slug = :tenantSlug AND t.deleted_at IS NULL)`,
          { emailNormalised, tenantSlug },
        )
        .getMany();
    const found = await this.unitOfWork.run(atDoor, { everyTenant: true });
    return found.find(({ directoryId }) => directoryId !== SHARED_DIRECTORY_ID) ?? found[0] ?? null;
  }

  async insert(user: User): Promise<boolean> {
    const result = await this.users
      .createQueryBuilder()
      .insert()
      .values({ ...user })
      .orIgnore()
      .returning('id')
      .execute();
    return (result.raw as unknown[]).length > 0;
  }

  async save(user: User): Promise<boolean> {
    const { id, version, ...next } = user;
    try {
      const { affected } = await this.users.update({ id, version: version - 1 }, { ...next, version });
      return affected === 1;
    } catch (error) {
      if (violatesUnique(error, 'users_email_unique')) return false;
      throw error;
    }
  }

  async replacePasswordHash(id: Id, current: string, next: string): Promise<void> {
    await this.users.update({ id, passwordHash: current }, { passwordHash: next });
  }

  async lockUntil(id: Id, until: Date, now: Date): Promise<boolean> {
    const locked = await this.database.execute(
      `UPDATE users SET locked_until = $2 WHERE id = $1 AND (locked_until IS NULL OR locked_until <= $3)`,
      [id, until, now],
    );
    return locked > 0;
  }

  async deleteUnverified(directoryId: Id, emailNormalised: string): Promise<void> {
    await this.database.execute(
      `DELETE FROM users WHERE directory_id = $1 AND email_normalised = $2 AND email_verified_at IS NULL`,
      [directoryId, emailNormalised],
    );
  }

  async purgeUnverified(registeredBefore: Date, limit: number): Promise<number> {
    return this.database.execute(
      `DELETE FROM users WHERE id = ANY (ARRAY(
         SELECT id FROM users WHERE email_verified_at IS NULL AND created_at < $1 AND updated_at < $1
         LIMIT $2 FOR UPDATE SKIP LOCKED))`,
      [registeredBefore, limit],
    );
  }

  private async one(sql: string, id: Id): Promise<User | null> {
    const [row] = await this.database.query(sql, [id]);
    return row ? userOf(row) : null;
  }

  private get users(): Repository<User> {
    return this.database.manager.getRepository(UserMapping);
  }
}
