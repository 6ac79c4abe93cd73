import { beforeAll, describe, expect, it } from 'vitest';
import { AppointOperator } from '../../../src/modules/authorization/index.js';
import type { Client } from '../../support/client.js';
import { mailbox } from '../../support/mailbox.js';
import type { Node } from '../../support/node.js';
import { browserOf, PASSWORD, signUp, someone, startCluster, type PageJson } from '../journey.js';
import { ownerOf } from '../tenants.js';
import { withinASecond } from '../../support/soon.js';
import { makeRole, may, memberOf, problem } from './world.js';

let here: Node;
let there: Node;

beforeAll(async () => {
  [here, there] = await startCluster();
});

const operators = (node: Node) => node.app.get(AppointOperator, { strict: false });
const PERMISSIONS = '/api/v1/permissions';
const invoices = { name: 'invoice:approve', description: 'Approve invoices in the billing service' };

async function operatorOf(role = 'platform-operator'): Promise<{ email: string; browser: Client }> {
  const { email } = await signUp(here);
  await operators(here).execute(email, role);
  return { email, browser: await browserOf(here, { email, password: PASSWORD }) };
}

describe('an operator', () => {
  it('who is new is mailed a link to set a password, and can sign in then', async () => {
    const { email } = someone();
    expect(await operators(here).execute(email, 'platform-operator')).toEqual({
      email,
      role: 'platform-operator',
      isInvited: true,
    });
    const token = await mailbox(here, email).token(/choose a new password/i);
    expect(
      (await here.client().post('/api/v1/auth/password/reset', { token, password: PASSWORD })).status,
    ).toBe(204);
    const browser = await browserOf(here, { email, password: PASSWORD });
    expect(await may(browser, { permission: 'platform:manage' })).toBe(true);
  });

  it('is listed, changes roles, and stops being one within a second on every node', async () => {
    const { email, browser } = await operatorOf();
    const elsewhere = browser.at(there.url);
    expect(await may(elsewhere, { permission: 'platform:manage' })).toBe(true);
    await operators(here).execute(email, 'platform-auditor');
    const mine = (await operators(here).list()).filter((operator) => operator.email === email);
    expect(mine).toMatchObject([{ role: 'platform-auditor' }]);
    await withinASecond(async () => {
      expect(await may(elsewhere, { permission: 'platform:manage' })).toBe(false);
    });
    expect(await may(elsewhere, { permission: 'platform:read' })).toBe(true);
    await operators(here).dismiss(email);
    await withinASecond(async () => {
      expect(await may(elsewhere, { permission: 'platform:read' })).toBe(false);
    });
    await expect(operators(here).dismiss(email)).rejects.toMatchObject({ code: 'authz.not-an-operator' });
    await expect(operators(here).execute(email, 'emperor')).rejects.toMatchObject({
      code: 'authz.platform-role-unknown',
    });
  });

  it('holds nothing inside a tenant, and owners of tenants hold nothing of the platform', async () => {
    const { browser } = await operatorOf();
    expect((await browser.get('/api/v1/roles')).status).toBe(403);
    expect(await may(browser, { permission: 'role:read' })).toBe(false);
    const owner = await ownerOf(here);
    for (const { browser: other } of [owner, await memberOf(here, owner.tenantId, ['admin'])])
      expect(await other.post(PERMISSIONS, invoices)).toMatchObject(problem(403, 'authz.permission-denied'));
  });
});

describe('the catalogue', () => {
  it('has what the modules declare, with descriptions', async () => {
    const { browser } = await ownerOf(here);
    const { body } = await browser.get<PageJson<{ name: string; source: string }>>(PERMISSIONS);
    expect(body.items).toContainEqual({
      name: 'role:read',
      description: 'See roles and what they hold',
      source: 'declared',
    });
    expect((await here.client().get(PERMISSIONS)).status).toBe(401);
  });

  it('takes what operators register for other services, and lets it go again', async () => {
    const { browser } = await operatorOf();
    const owner = await ownerOf(here);
    const elsewhere = owner.browser.at(there.url);
    const wish = { permissions: [invoices.name] };
    expect(await elsewhere.post('/api/v1/roles', { name: 'early', ...wish })).toMatchObject(
      problem(400, 'authz.permission-unknown'),
    );
    expect(await browser.post(PERMISSIONS, invoices)).toMatchObject({
      status: 201,
      body: { ...invoices, source: 'registered' },
    });
    expect(await browser.post(PERMISSIONS, invoices)).toMatchObject(problem(409, 'authz.permission-taken'));
    const role = await withinASecond(() => makeRole(elsewhere, wish));
    const { browser: approver } = await memberOf(here, owner.tenantId, [role.name]);
    expect(await may(approver, { permission: invoices.name })).toBe(true);
    expect((await browser.delete(`${PERMISSIONS}/${invoices.name}`)).status).toBe(204);
    expect(await browser.delete(`${PERMISSIONS}/${invoices.name}`)).toMatchObject(
      problem(404, 'authz.permission-not-registered'),
    );
    expect((await browser.delete(`${PERMISSIONS}/role:read`)).status).toBe(404);
  });

  it.each([
    [{ name: 'Invoice:Approve', description: 'x' }, 400],
    [{ name: 'invoice', description: 'x' }, 400],
    [{ name: 'invoice:approve' }, 400],
    [{ name: 'platform:conquer', description: 'x' }, 400],
    [{ name: 'role:read', description: 'x' }, 409],
  ])('does not take %j', async (permission, status) => {
    const { browser } = await operatorOf();
    expect((await browser.post(PERMISSIONS, permission)).status).toBe(status);
  });

  it('is for auditors to see', async () => {
    const { browser } = await operatorOf('platform-auditor');
    expect((await browser.get(PERMISSIONS)).status).toBe(200);
    expect((await browser.post(PERMISSIONS, invoices)).status).toBe(403);
  });
});
