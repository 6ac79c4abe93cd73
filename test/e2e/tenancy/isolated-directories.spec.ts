import { beforeAll, describe, expect, it, vi } from 'vitest';
import { v7 } from 'uuid';
import { PasswordHasher } from '../../../src/modules/identity/index.js';
import { CreateTenant } from '../../../src/modules/tenancy/index.js';
import { runCommand } from '../../support/cli.js';
import { mailbox } from '../../support/mailbox.js';
import type { Node } from '../../support/node.js';
import {
  browserOf,
  hashesOf,
  logIn,
  OTHER_PASSWORD,
  PASSWORD,
  signUp,
  someone,
  startService,
  type Person,
  type ProblemJson,
  type UserJson,
} from '../journey.js';
import { ownerOf } from '../tenants.js';
import { isolatedTenant, join, switchTo, type IsolatedTenant } from './policy-journey.js';

let node: Node;
beforeAll(async () => {
  node = await startService();
});

const idOf = async (person: Person) =>
  (await (await browserOf(node, person)).get<UserJson>('/api/v1/me')).body.id;

/** Somebody in the directory of the tenant, with a password of their own. */
async function addInside(
  { tenantId, directoryId }: IsolatedTenant,
  email: string,
  password = OTHER_PASSWORD,
) {
  const id = v7();
  const hash = await node.app.get(PasswordHasher, { strict: false }).hash(password);
  await node.database.query(
    `INSERT INTO users (id, directory_id, email, email_normalised, email_verified_at, password_hash,
       password_changed_at, name, locale, created_at, updated_at, version)
     VALUES ($1, $2, $3, $3, now(), $4, now(), 'Inside', 'en', now(), now(), 1)`,
    [id, directoryId, email, hash],
  );
  await join(node, tenantId, id);
  return { id, email, password };
}

/** The same address inside and outside: two people. */
async function doubles() {
  const owner = await ownerOf(node);
  const walled = await isolatedTenant(node, owner.userId);
  const outside = await signUp(node, someone());
  const inside = await addInside(walled, outside.email);
  return { owner, walled, outside: { ...outside, id: await idOf(outside) }, inside };
}

it('operators reach somebody inside by the slug of the tenant, and nobody else', async () => {
  const { walled, outside, inside } = await doubles();
  const at = { tenant: walled.slug };
  const { code } = await runCommand(node.database, ['users:disable', inside.email, '--tenant', walled.slug]);
  expect(code).toBe(0);
  expect((await logIn(node.client(), inside, at)).status).toBe(401);
  expect((await logIn(node.client(), outside)).status).toBe(200);
});

describe('signing in at the door of a tenant with a directory of its own', () => {
  it('means the person inside, who is somebody else outside', async () => {
    const { walled, outside, inside } = await doubles();
    const within = await logIn(node.client(), inside, { tenant: walled.slug });
    expect(within).toMatchObject({
      status: 200,
      body: { user: { id: inside.id, name: 'Inside' }, session: { tenantId: walled.tenantId } },
    });
    expect((await logIn(node.client(), outside)).body.user.id).toBe(outside.id);
    for (const refused of [
      await logIn(node.client(), inside),
      await logIn(node.client(), outside, { tenant: walled.slug }),
    ])
      expect(refused).toMatchObject({ status: 401, body: { code: 'auth.invalid-credentials' } });
  });

  it('means the person outside where nobody inside has the address', async () => {
    const { owner, walled } = await doubles();
    const { body } = await logIn(node.client(), owner.person, { tenant: walled.slug });
    expect(body).toMatchObject({ user: { id: owner.userId }, session: { tenantId: walled.tenantId } });
    const stranger = await signUp(node, someone());
    expect(await logIn(node.client(), stranger, { tenant: walled.slug })).toMatchObject({
      status: 403,
      body: { code: 'tenancy.not-a-member' },
    });
  });

  it('answers alike and costs one hash, whoever there is and whichever tenant', async () => {
    const { walled, outside } = await doubles();
    const alone = await addInside(walled, someone().email);
    const answers: unknown[] = [];
    for (const email of [outside.email, alone.email, 'nobody@example.com'])
      for (const tenant of [walled.slug, 'nowhere', undefined]) {
        const before = await hashesOf(node);
        const { status, body } = await logIn(
          node.client(),
          { email, password: 'wrong wrong wrong' },
          { tenant },
        );
        expect((await hashesOf(node)) - before).toBe(1);
        answers.push([status, { ...body, requestId: undefined }]);
      }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject([401, {}]);
  });

  it('ends with the tenant', async () => {
    const { walled, inside, outside } = await doubles();
    await node.database.query(`UPDATE tenants SET deleted_at = now(), erasure_at = now() WHERE id = $1`, [
      walled.tenantId,
    ]);
    expect((await logIn(node.client(), inside, { tenant: walled.slug })).status).toBe(401);
    expect((await logIn(node.client(), outside, { tenant: walled.slug })).status).toBe(403);
  });
});

describe('a forgotten password', () => {
  const NEXT = 'copper lantern orchard 55';

  it('is replaced for the person at whose door it was asked for', async () => {
    const { walled, outside, inside } = await doubles();
    const box = mailbox(node, inside.email);
    const known = await box.all();
    const forgot = { email: inside.email, tenant: walled.slug };
    expect((await node.client().post('/api/v1/auth/password/forgot', forgot)).status).toBe(202);
    const token = await box.token(/choose a new password/i, known);
    const reset = { token, password: NEXT };
    expect((await node.client().post('/api/v1/auth/password/reset', reset)).status).toBe(204);
    const changed = { ...inside, password: NEXT };
    expect((await logIn(node.client(), changed, { tenant: walled.slug })).body.user.id).toBe(inside.id);
    expect((await logIn(node.client(), outside)).status).toBe(200);
  });

  it('is answered alike for every tenant', async () => {
    for (const path of ['password/forgot', 'email/resend'])
      for (const tenant of ['nowhere', (await doubles()).walled.slug, null, undefined]) {
        const answer = await node.client().post(`/api/v1/auth/${path}`, { email: someone().email, tenant });
        expect([answer.status, answer.body]).toEqual([202, '']);
      }
    const strange = { email: 'jane@example.com', tenant: "x' OR 1=1" };
    expect((await node.client().post('/api/v1/auth/password/forgot', strange)).status).toBe(400);
  });

  it('mails the verification link again to the person inside', async () => {
    const { walled } = await doubles();
    const inside = await addInside(walled, someone().email);
    await node.database.query(`UPDATE users SET email_verified_at = NULL WHERE id = $1`, [inside.id]);
    const resend = { email: inside.email, tenant: walled.slug };
    expect((await node.client().post('/api/v1/auth/email/resend', resend)).status).toBe(202);
    const token = await mailbox(node, inside.email).token(/confirm/i);
    const { body } = await node.client().post<{ user: UserJson }>('/api/v1/auth/email/verify', { token });
    expect(body.user.id).toBe(inside.id);
  });
});

describe('a person of an isolated directory', () => {
  it('belongs to no other tenant, even where a row is written past every check', async () => {
    const { owner, walled, inside } = await doubles();
    await expect(join(node, owner.tenantId, inside.id)).rejects.toMatchObject({
      code: '23514',
      constraint: 'memberships_directory_bound',
    });
    const other = await isolatedTenant(node, owner.userId);
    await expect(join(node, other.tenantId, inside.id)).rejects.toThrow();
    const browser = node.client();
    await logIn(browser, inside, { tenant: walled.slug });
    for (const { tenantId } of [owner, other])
      expect(await switchTo(browser, tenantId)).toMatchObject({
        status: 403,
        body: { code: 'tenancy.not-a-member' },
      });
  });

  it('creates none', async () => {
    const { walled, inside } = await doubles();
    const create = node.app.get(CreateTenant, { strict: false });
    const wanted = create.execute({ id: inside.id, directoryId: walled.directoryId }, 'Mine');
    await expect(wanted).rejects.toMatchObject({ code: 'tenancy.directory-bound', kind: 'forbidden' });
  });

  it('registers elsewhere as somebody else', async () => {
    const { walled } = await doubles();
    const inside = await addInside(walled, someone().email);
    const outside = await signUp(node, { email: inside.email, password: PASSWORD });
    expect(await idOf(outside)).not.toBe(inside.id);
    await vi.waitFor(async () => {
      expect((await logIn(node.client(), inside, { tenant: walled.slug })).body.user.id).toBe(inside.id);
    }, 10_000);
    const listed = await (await browserOf(node, outside)).get<ProblemJson>('/api/v1/tenants');
    expect(listed.body).toMatchObject({ items: [] });
  });
});
