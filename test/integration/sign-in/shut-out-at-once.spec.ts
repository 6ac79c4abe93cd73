import { beforeAll, describe, expect, it } from 'vitest';
import {
  AdmitUser,
  DisableUser,
  RequestLink,
  ResetPassword,
  User,
  VerifyPassword,
} from '../../../src/modules/identity/index.js';
import { UserRepository } from '../../../src/modules/identity/domain/user.repository.js';
import { PasswordHasher } from '../../../src/modules/identity/domain/password-hasher.js';
import { FinishSignIn } from '../../../src/modules/sign-in/application/finish-sign-in.js';
import { SHARED_DIRECTORY_ID } from '../../../src/modules/identity/index.js';
import { HOME } from '../../support/session-fakes.js';
import { mailbox } from '../../support/mailbox.js';
import { startNodes, type Node } from '../../support/node.js';
import { addUser } from '../../support/users.js';

const PASSWORD = 'plum kettle harbour 42';
const VISITOR = { ...HOME, network: HOME.ip };
let one: Node;
let two: Node;

beforeAll(async () => {
  [one, two] = (await startNodes(2)) as [Node, Node];
});

/** Somebody whose password has just been found right; the session is still to come. */
async function verified(): Promise<User> {
  const id = await addUser(one.database);
  const hash = await one.app.get<PasswordHasher>(PasswordHasher, { strict: false }).hash(PASSWORD);
  await one.database.query(
    `UPDATE users SET email_verified_at = now(), password_hash = $2, password_changed_at = now() WHERE id = $1`,
    [id, hash],
  );
  const { email } = (await one.app.get<UserRepository>(UserRepository, { strict: false }).findById(id))!;
  const proof = { email, password: PASSWORD, network: HOME.ip };
  return one.app.get(VerifyPassword, { strict: false }).execute(proof);
}

const finish = (node: Node, user: User) =>
  node.app.get(FinishSignIn, { strict: false }).execute({
    userId: user.id,
    admit: () => node.app.get(AdmitUser, { strict: false }).execute(user),
    ...{ amr: ['pwd'], visitor: VISITOR, rememberMe: false, transport: 'cookie' },
  });

const disable = (user: User) =>
  two.app.get(DisableUser, { strict: false }).execute(SHARED_DIRECTORY_ID, user.email);

const liveSessions = async (user: User) =>
  (await one.database.query(`SELECT 1 FROM sessions WHERE user_id = $1 AND revoked_at IS NULL`, [user.id]))
    .length;

describe('between the password and the session', () => {
  it('a disabled account is noticed', async () => {
    const user = await verified();
    await disable(user);
    await expect(finish(one, user)).rejects.toMatchObject({ code: 'auth.invalid-credentials' });
  });

  it('a reset password is noticed', async () => {
    const user = await verified();
    await two.app.get(RequestLink, { strict: false }).execute('reset-password', user.email);
    const token = await mailbox(two, user.email).token();
    await two.app.get(ResetPassword, { strict: false }).execute(token, 'violet anchor museum 77');
    await expect(finish(one, user)).rejects.toMatchObject({ code: 'auth.invalid-credentials' });
  });

  it('no order of events leaves a session to somebody who was shut out', async () => {
    for (let round = 0; round < 10; round += 1) {
      const user = await verified();
      const outcomes = await Promise.allSettled([
        finish(one, user),
        finish(two, user),
        disable(user),
        finish(one, user),
        finish(two, user),
      ]);
      expect(outcomes[2].status).toBe('fulfilled');
      expect(await liveSessions(user)).toBe(0);
    }
  });
});
