import { beforeAll, describe, expect, it } from 'vitest';
import { FakeClock } from '../../support/fakes.js';
import { mailbox } from '../../support/mailbox.js';
import type { Node } from '../../support/node.js';
import {
  browserOf,
  register,
  signUp,
  someone,
  startCluster,
  startService,
  statusOf,
  type PageJson,
  type SessionJson,
} from '../journey.js';
import { makeToken, ownerOf, programWith, type Owner } from '../tenants.js';
import { setPolicy } from './policy-journey.js';
import { invite, joins, pathOf, refusal, type InvitationJson, type TenantJson } from './team.js';

const ACCEPT = '/api/v1/invitations/accept';
const VERIFY = '/api/v1/auth/email/verify';

const clock = new FakeClock(new Date());
let here: Node;
let there: Node;
beforeAll(async () => {
  [here, there] = await startCluster({ clock });
});

const invitationsOf = async ({ browser, tenantId }: Owner) =>
  (await browser.get<PageJson<InvitationJson>>(pathOf(tenantId, '/invitations'))).body.items;

const isMember = async (owner: Owner, email: string) =>
  (await owner.browser.get<PageJson<unknown>>(pathOf(owner.tenantId, `/members?email=${email}`))).body.items
    .length === 1;

describe('an invitation', () => {
  it('is mailed, listed and accepted by who owns the address', async () => {
    const owner = await ownerOf(here);
    const person = await signUp(here);
    const token = await invite(here, owner, person.email.toUpperCase(), ['viewer']);
    const [listed] = await invitationsOf(owner);
    expect(listed).toMatchObject({ email: person.email.toUpperCase(), roles: ['viewer'] });
    expect(Date.parse(listed!.expiresAt) - clock.now().getTime()).toBeGreaterThan(6.9 * 86_400_000);
    const browser = await browserOf(here, person);
    const accepted = await browser.post<TenantJson>(ACCEPT, { token });
    expect(accepted).toMatchObject({ status: 200, body: { id: owner.tenantId, roles: ['viewer'] } });
    expect(await invitationsOf(owner)).toEqual([]);
    expect(await isMember(owner, person.email)).toBe(true);
    const { body } = await (await browserOf(here, person)).get<SessionJson>('/api/v1/sessions/current');
    expect(body.tenantId).toBe(owner.tenantId);
  });

  it('is accepted once, by whoever of fifty is first on two nodes', async () => {
    const owner = await ownerOf(here);
    const person = await signUp(here);
    const token = await invite(here, owner, person.email);
    const browser = await browserOf(here, person);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        browser.at((index % 2 ? there : here).url).post(ACCEPT, { token }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const others = answers.filter(({ status }) => status !== 200).map(refusal);
    expect(new Set(others.map(String))).toEqual(new Set(['410,tenancy.invitation-expired']));
  });

  it('is for its address alone, and not used up by others', async () => {
    const owner = await ownerOf(here);
    const [person, other] = [await signUp(here), await browserOf(here, await signUp(here))];
    const token = await invite(here, owner, person.email);
    expect(refusal(await other.post(ACCEPT, { token }))).toEqual([
      403,
      'tenancy.invitation-for-another-address',
    ]);
    expect((await here.client().post(ACCEPT, { token })).status).toBe(401);
    const program = programWith(here, (await makeToken(owner.browser, { scopes: ['member:read'] })).token);
    expect((await program.post(ACCEPT, { token })).status).toBe(403);
    expect((await (await browserOf(here, person)).post(ACCEPT, { token })).status).toBe(200);
  });

  it('is worth nothing once it was withdrawn, replaced or a week old, or its tenant is gone', async () => {
    const owner = await ownerOf(here);
    const person = await signUp(here);
    const accept = async (token: string) =>
      refusal(await (await browserOf(here, person)).post(ACCEPT, { token }));
    const over = [410, 'tenancy.invitation-expired'];

    const older = await invite(here, owner, person.email);
    const newer = await invite(here, owner, person.email, ['viewer']);
    expect(await accept(older)).toEqual(over);
    const [listed, ...more] = await invitationsOf(owner);
    expect([listed?.roles, more]).toEqual([['viewer'], []]);

    const path = pathOf(owner.tenantId, `/invitations/${listed!.id}`);
    expect((await owner.browser.delete(path)).status).toBe(204);
    expect(await accept(newer)).toEqual(over);
    expect(refusal(await owner.browser.delete(path))).toEqual([404, 'tenancy.invitation-not-found']);

    const late = await invite(here, owner, person.email);
    clock.advance({ days: 7 });
    expect(await accept(late)).toEqual(over);
    expect(await accept('x'.repeat(43))).toEqual(over);

    const again = await browserOf(here, owner.person);
    const last = await invite(here, { ...owner, browser: again }, person.email);
    expect((await again.delete(pathOf(owner.tenantId))).status).toBe(202);
    expect(await accept(last)).toEqual(over);
  });

  it('goes to nobody who is a member already', async () => {
    const owner = await ownerOf(here);
    const { person } = await joins(here, owner);
    const path = pathOf(owner.tenantId, '/invitations');
    const wish = { email: person.email, roles: ['member'] };
    expect(refusal(await owner.browser.post(path, wish))).toEqual([409, 'tenancy.already-member']);
  });

  it('gives nothing that its maker does not hold', async () => {
    const owner = await ownerOf(here);
    const [admin, member] = [await joins(here, owner, ['admin']), await joins(here, owner)];
    const path = pathOf(owner.tenantId, '/invitations');
    const { email } = someone();
    expect(refusal(await admin.browser.post(path, { email, roles: ['owner'] }))).toEqual([
      403,
      'authz.beyond-own-permissions',
    ]);
    expect(refusal(await member.browser.post(path, { email, roles: ['viewer'] }))).toEqual([
      403,
      'authz.permission-denied',
    ]);
    const { token } = await makeToken(admin.browser, { scopes: ['invitation:manage'] });
    expect((await programWith(here, token).post(path, { email, roles: ['admin'] })).status).toBe(403);
    for (const wrong of [{ roles: [] }, { roles: ['emperor'] }, { email: 'x' }, { email: `a@b.c,${email}` }])
      expect((await owner.browser.post(path, { email, roles: ['viewer'], ...wrong })).status).toBe(400);
    expect((await admin.browser.post(path, { email, roles: ['viewer'] })).status).toBe(201);
  });

  it('goes to allowed domains only, where the tenant names them', async () => {
    const owner = await ownerOf(here);
    await here.database.query(
      `INSERT INTO tenant_policies (tenant_id, allowed_email_domains, created_by, updated_by, created_at, updated_at)
       VALUES ($1, '{Example.ORG}', $2, $2, now(), now())`,
      [owner.tenantId, owner.userId],
    );
    const path = pathOf(owner.tenantId, '/invitations');
    const send = (email: string) => owner.browser.post(path, { email, roles: ['viewer'] });
    expect(refusal(await send('x@example.com'))).toEqual([403, 'tenancy.email-domain-refused']);
    expect(refusal(await send('x@sub.example.org'))).toEqual([403, 'tenancy.email-domain-refused']);
    expect((await send('x@EXAMPLE.org')).status).toBe(201);
  });

  it('is not there for another tenant', async () => {
    const [one, two] = [await ownerOf(here), await ownerOf(here)];
    const { email } = someone();
    await invite(here, one, email);
    const [{ id } = { id: '' }] = await invitationsOf(one);
    expect(await invitationsOf(two)).toEqual([]);
    expect((await two.browser.delete(pathOf(two.tenantId, `/invitations/${id}`))).status).toBe(404);
    expect((await two.browser.delete(pathOf(one.tenantId, `/invitations/${id}`))).status).toBe(404);
    expect(await invitationsOf(one)).toHaveLength(1);
  });

  it('does not carry the advertisement of who calls a tenant like one', async () => {
    const owner = await ownerOf(here);
    const name = 'Win at http://evil.example';
    expect((await owner.browser.patch(pathOf(owner.tenantId), { name })).status).toBe(200);
    const { email } = someone();
    await invite(here, owner, email);
    const { text, html } = await mailbox(here, email).find(/invites you/);
    expect(text + html).not.toContain('evil');
    expect(text).toContain('join a team');
  });

  it('leads to a page that spends nothing', async () => {
    const { status, body } = await here.client().get<string>('/accept-invitation');
    expect(status).toBe(200);
    expect(body).toContain('data-endpoint="/api/v1/invitations/accept" data-token="token"');
    expect(body).toContain('data-endpoint="/api/v1/auth/register" data-token="invitationToken"');
  });
});

describe('signing up with an invitation', () => {
  it('joins the tenant once the address is confirmed, and not before', async () => {
    const owner = await ownerOf(here);
    const person = someone();
    const invitationToken = await invite(here, owner, person.email, ['admin']);
    const registered = await register(here, person, { invitationToken });
    expect(registered).toMatchObject({ status: 202, body: { status: 'verification_required' } });
    const token = await mailbox(here, person.email).token(/confirm/i);
    expect(await isMember(owner, person.email)).toBe(false);
    expect((await here.client().post(VERIFY, { token })).status).toBe(200);
    const browser = await browserOf(here, person);
    expect(await statusOf(browser, pathOf(owner.tenantId))).toBe(200);
    expect(refusal(await browser.post(ACCEPT, { token: invitationToken }))).toEqual([
      410,
      'tenancy.invitation-expired',
    ]);
  });

  it.each(['withdrawn', 'replaced'])('confirms the address also when it was %s meanwhile', async (how) => {
    const owner = await ownerOf(here);
    const person = someone();
    const invitationToken = await invite(here, owner, person.email);
    await register(here, person, { invitationToken });
    const token = await mailbox(here, person.email).token(/confirm/i);
    const [{ id } = { id: '' }] = await invitationsOf(owner);
    if (how === 'replaced') await invite(here, owner, person.email);
    else await owner.browser.delete(pathOf(owner.tenantId, `/invitations/${id}`));
    expect((await here.client().post(VERIFY, { token })).status).toBe(200);
    expect(await isMember(owner, person.email)).toBe(false);
  });

  it('tells nobody whom an invitation is for, and joins nobody else', async () => {
    const owner = await ownerOf(here);
    const invited = someone();
    const invitationToken = await invite(here, owner, invited.email);
    const answers = [
      await register(here, someone(), { invitationToken: 'x'.repeat(43) }),
      await register(here, someone()),
      await register(here, invited, { invitationToken }),
    ];
    const other = await signUp(here, someone(), { invitationToken });
    for (const { status, body } of answers)
      expect([status, body]).toEqual([202, { status: 'verification_required' }]);
    expect(await isMember(owner, other.email)).toBe(false);
    expect((await register(here, someone(), { invitationToken: '' })).status).toBe(202);
    expect((await register(here, someone(), { invitationToken: ['x'] })).status).toBe(400);
  });

  it('makes the account in the directory of a tenant that has its own', async () => {
    const owner = await ownerOf(here);
    const made = await owner.browser.post<TenantJson>('/api/v1/tenants', {
      name: 'Apart',
      directory: 'isolated',
    });
    await here.database.query(`UPDATE sessions SET active_tenant_id = $1 WHERE user_id = $2`, [
      made.body.id,
      owner.userId,
    ]);
    const apart = { ...owner, browser: await browserOf(here, owner.person, { tenant: made.body.slug }) };
    const inTenant = { ...apart, tenantId: made.body.id };
    const person = await signUp(here);
    const invitationToken = await invite(here, inTenant, person.email);
    const shared = await browserOf(here, person);
    expect(refusal(await shared.post(ACCEPT, { token: invitationToken }))).toEqual([
      403,
      'tenancy.invitation-for-another-address',
    ]);
    const box = mailbox(here, person.email);
    const known = await box.all();
    await register(here, person, { invitationToken, tenantName: 'Not here' });
    const token = await box.token(/confirm/i, known);
    expect((await here.client().post(VERIFY, { token })).status).toBe(200);
    expect(await isMember(inTenant, person.email)).toBe(true);
    const rows = await here.database.query(
      `SELECT d.kind, count(m.tenant_id)::integer AS tenants FROM users u JOIN directories d ON d.id = u.directory_id
         LEFT JOIN memberships m ON m.user_id = u.id
       WHERE u.email = $1 GROUP BY d.kind ORDER BY d.kind`,
      [person.email],
    );
    expect(rows).toEqual([
      { kind: 'isolated', tenants: 1 },
      { kind: 'shared', tenants: 0 },
    ]);
  });

  it('takes a password that the tenant would take, whoever shows the invitation', async () => {
    const owner = await ownerOf(here);
    await setPolicy(owner.browser, owner.tenantId, { passwordMinLength: 30 });
    const person = someone();
    const invitationToken = await invite(here, owner, person.email);
    for (const { email } of [person, someone()])
      expect(refusal(await register(here, { ...person, email }, { invitationToken }))).toEqual([
        400,
        'identity.password-refused',
      ]);
    const password = `${person.password} and more`;
    expect((await register(here, { ...person, password }, { invitationToken })).status).toBe(202);
    expect((await register(here, person)).status).toBe(202);
  });

  it('opens a sign-up that is closed, for who is invited', async () => {
    const database = here.database;
    const closed = await startService({ database, clock, env: { REGISTRATION: 'closed' } });
    const owner = await ownerOf(here);
    const [invited, other] = [someone(), someone()];
    const invitationToken = await invite(here, owner, invited.email);
    expect(refusal(await register(closed, other))).toEqual([403, 'identity.registration-closed']);
    for (const wrong of [invitationToken, 'x'.repeat(43)])
      expect((await register(closed, other, { invitationToken: wrong })).status).toBe(202);
    expect(await database.query(`SELECT 1 FROM users WHERE email = $1`, [other.email])).toEqual([]);
    expect((await register(closed, invited, { invitationToken })).status).toBe(202);
    const token = await mailbox(here, invited.email).token(/confirm/i);
    expect((await closed.client().post(VERIFY, { token })).status).toBe(200);
    expect(await isMember(owner, invited.email)).toBe(true);
  });
});
