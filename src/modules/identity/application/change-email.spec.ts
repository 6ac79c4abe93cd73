import { beforeEach, describe, expect, it } from 'vitest';
import {
  identityWithFakes,
  member,
  OTHER_PASSWORD,
  type Identity,
} from '../../../../test/support/identity.js';
import { SHARED_DIRECTORY_ID } from '../domain/directory.js';
import type { User } from '../domain/user.js';

const NEW = 'Jane.New@Example.com';
const SPENT = { kind: 'gone', code: 'auth.link-expired' };
const OTHER_ID = '00000000-0000-7000-8000-0000000000bb';
let identity: Identity;
let jane: User;
beforeEach(async () => {
  identity = identityWithFakes();
  jane = await member(identity);
});

async function ask(email = NEW): Promise<string> {
  await identity.requestEmailChange.execute(jane.id, email);
  return identity.post.token('email-change-confirm', email);
}
const confirm = (token: string) => identity.confirmEmailChange.execute(token);
const stored = async () => (await identity.users.findById(jane.id))!;

describe('asking for another address', () => {
  it('tells both and changes nothing yet', async () => {
    await ask();
    expect(identity.post.takeAll()).toEqual([
      `email-change-notice to ${jane.email}`,
      `email-change-confirm to ${NEW}`,
    ]);
    expect(await stored()).toEqual(jane);
  });

  it('of somebody else looks the same to who asks; its owner is told and no link is made', async () => {
    await member(identity, { id: OTHER_ID, email: NEW });
    await expect(identity.requestEmailChange.execute(jane.id, NEW.toUpperCase())).resolves.toBeUndefined();
    expect(identity.post.takeAll()).toEqual([
      `email-change-notice to ${jane.email}`,
      `email-taken to ${NEW}`,
    ]);
    expect(await identity.singleUse.newest('email-change', jane.id)).toBeNull();
  });

  it.each([
    ['which is the present one', () => identity.requestEmailChange.execute(jane.id, 'JANE@example.com')],
    ['for an account that is gone', () => identity.requestEmailChange.execute(OTHER_ID, NEW)],
  ])('%s does nothing', async (_, asking) => {
    await asking();
    expect(identity.post.mails).toEqual([]);
  });
});

describe('confirming the new address', () => {
  it('makes it the address of the account', async () => {
    const changed = await confirm(await ask());
    expect(changed).toMatchObject({ id: jane.id, email: NEW, emailNormalised: NEW.toLowerCase() });
    expect(await stored()).toEqual(changed);
    expect(await identity.users.findByEmail(SHARED_DIRECTORY_ID, jane.emailNormalised)).toBeNull();
    expect(identity.outbox.named('user.email-changed')).toMatchObject([{ userId: jane.id, payload: {} }]);
  });

  it('works once, for an hour', async () => {
    const token = await ask();
    identity.clock.advance({ hours: 1 });
    await expect(confirm(token)).rejects.toMatchObject(SPENT);
    identity.clock.advance({ ms: -1 });
    await confirm(token);
    await expect(confirm(token)).rejects.toMatchObject(SPENT);
  });

  it('works only with the newest link', async () => {
    const former = await ask('mistyped@example.com');
    const token = await ask();
    await expect(confirm(former)).rejects.toMatchObject(SPENT);
    await expect(confirm(token)).resolves.toMatchObject({ email: NEW });
  });

  it('kills reset links that were mailed to the old one', async () => {
    await identity.sendResetLink.execute(jane.email);
    await confirm(await ask());
    await expect(
      identity.resetPassword.execute(identity.post.token('reset-password'), OTHER_PASSWORD),
    ).rejects.toMatchObject(SPENT);
  });

  it('fails when somebody took it meanwhile; the link stays good for when they let go', async () => {
    const token = await ask();
    await member(identity, { id: OTHER_ID, email: NEW });
    await expect(confirm(token)).rejects.toMatchObject({ kind: 'conflict', code: 'identity.email-taken' });
    expect(await stored()).toEqual(jane);
    expect(identity.outbox.events).toEqual([]);
    expect(await identity.singleUse.peek('email-change', token)).not.toBeNull();
  });

  it('does nothing for a disabled account, nor with another kind of link', async () => {
    const token = await ask();
    identity.users.patch(jane.id, { disabledAt: identity.clock.now() });
    await expect(confirm(token)).rejects.toMatchObject(SPENT);
    const grant = { userId: jane.id, payload: { email: NEW } };
    await expect(confirm(await identity.singleUse.issue('email-verification', grant))).rejects.toMatchObject(
      SPENT,
    );
  });
});
