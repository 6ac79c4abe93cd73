import { v7 } from 'uuid';
import type { Id } from '../../src/kernel/id.js';
import { SHARED_DIRECTORY_ID } from '../../src/modules/identity/index.js';
import type { TestDatabase } from './database.js';

/** Somebody who exists, as far as foreign keys care. */
export async function addUser(database: TestDatabase): Promise<Id> {
  const id = v7();
  const email = `${id}@example.com`;
  await database.query(
    `INSERT INTO users (id, directory_id, email, email_normalised, name, locale, created_at, updated_at, version)
     VALUES ($1, $2, $3, $3, 'Somebody', 'en', now(), now(), 1)`,
    [id, SHARED_DIRECTORY_ID, email],
  );
  return id;
}

/** A tenant that nobody belongs to: an owner is demanded only where memberships change. */
export async function addTenant(database: TestDatabase): Promise<Id> {
  const id = v7();
  await database.query(
    `INSERT INTO tenants (id, slug, name, directory_id, created_at, updated_at) VALUES ($1, $1::uuid::text, 'Acme', $2, now(), now())`,
    [id, SHARED_DIRECTORY_ID],
  );
  return id;
}
