import { beforeAll, describe, expect, it } from 'vitest';
import type { Node } from '../support/node.js';
import { logIn, signUp, someone, startService, type Person } from './journey.js';

let node: Node;
let owner: Person;
let nobody: Person;
beforeAll(async () => {
  node = await startService();
  owner = await signUp(node, someone(), { tenantName: 'Acme' });
  nobody = await signUp(node);
});

const asked = async (person: Person, tenant: unknown) => {
  const { status, body, headers } = await logIn(node.client(), person, { tenant });
  return { status, body, signedIn: headers.getSetCookie().length > 0 };
};

describe('signing in to a tenant', () => {
  it('works in the one that was asked for, or in the first', async () => {
    const { body } = await asked(owner, 'acme');
    expect(body.session.tenantId).not.toBeNull();
    expect((await asked(owner, undefined)).body.session.tenantId).toBe(body.session.tenantId);
    expect((await asked(owner, null)).body.session.tenantId).toBe(body.session.tenantId);
  });

  it('works without one', async () => {
    for (const none of [undefined, null])
      expect(await asked(nobody, none)).toMatchObject({ status: 200, body: { session: { tenantId: null } } });
  });

  it('of others is refused as one that does not exist', async () => {
    const [foreign, missing] = [await asked(nobody, 'acme'), await asked(nobody, 'no-such-tenant')];
    for (const { status, body, signedIn } of [foreign, missing]) {
      expect([status, signedIn]).toEqual([403, false]);
      expect(body).toMatchObject({ code: 'tenancy.not-a-member' });
    }
  });

  it('is not told apart before the password was right', async () => {
    const wrong = { ...nobody, password: 'not the right one' };
    expect((await asked(wrong, 'acme')).status).toBe(401);
    expect((await asked(wrong, 'no-such-tenant')).status).toBe(401);
  });
});

describe('an address', () => {
  it('is the same however it is written', async () => {
    const person = await signUp(node, { ...someone(), email: 'Case.Sensitive@Example.com' });
    for (const email of ['case.sensitive@example.com', 'CASE.SENSITIVE@EXAMPLE.COM'])
      expect((await logIn(node.client(), { ...person, email })).status).toBe(200);
  });
});
