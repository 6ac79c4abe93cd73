import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SingleUse, type SingleUseKind } from '../../../src/kernel/single-use.js';
import {
  ConfirmEmailChange,
  ResetPassword,
  SHARED_DIRECTORY_ID,
  VerifyEmail,
} from '../../../src/modules/identity/index.js';
import { RequestEmailChange } from '../../../src/modules/identity/application/request-email-change.js';
import { UserRepository } from '../../../src/modules/identity/domain/user.repository.js';
import type { User } from '../../../src/modules/identity/domain/user.js';
import { newcomer } from '../../support/identity.js';
import { startNode, type Node } from '../../support/node.js';

/** Several links of one person, followed at the same moment: one takes effect, and the others are told so. */
describe('links of one account, followed at once', () => {
  let node: Node;
  let count = 0;
  let user: User;
  beforeAll(async () => (node = await startNode()));
  beforeEach(async () => {
    count += 1;
    const id = `00000000-0000-7000-8000-${String(count).padStart(12, '0')}`;
    user = newcomer({ id, email: `${String(count)}@example.com` });
    await get(UserRepository).insert(user);
  });

  const get = <Port>(token: abstract new (...args: never[]) => Port): Port =>
    node.app.get<Port>(token, { strict: false });
  const links = (kind: SingleUseKind, times: number) =>
    Promise.all(
      Array.from({ length: times }, (_, n) => {
        const payload = { name: `Name ${String(n)}`, email: `${user.id}-${String(n)}@example.com` };
        return get(SingleUse).issue(kind, { userId: user.id, payload });
      }),
    );
  const outcomes = async (acts: Promise<unknown>[]) =>
    (await Promise.allSettled(acts)).map((outcome) =>
      outcome.status === 'fulfilled' ? 'done' : ((outcome.reason as { code?: string }).code ?? 'failed'),
    );
  const verifyUser = () => get(UserRepository).save(user.verified({}, new Date(0)));

  it('verifies once', async () => {
    const tokens = await links('email-verification', 10);
    const ends = await outcomes(tokens.map((token) => get(VerifyEmail).execute(token)));
    expect(ends.sort()).toEqual([...Array.from({ length: 9 }, () => 'auth.link-expired'), 'done']);
  });

  it('resets once', async () => {
    await verifyUser();
    const tokens = await links('password-reset', 6);
    const ends = await outcomes(
      tokens.map((token, n) => get(ResetPassword).execute(token, `velvet stapler quantum ${String(n)}`)),
    );
    expect(ends.sort()).toEqual([...Array.from({ length: 5 }, () => 'auth.link-expired'), 'done']);
  });

  it('changes the address, resets the password and asks for another address in some order', async () => {
    await verifyUser();
    const [changes, resets] = [await links('email-change', 5), await links('password-reset', 2)];
    const ends = await outcomes([
      ...resets.map((token) => get(ResetPassword).execute(token, 'velvet stapler quantum 7')),
      ...changes.map((token) => get(ConfirmEmailChange).execute(token)),
      ...changes.map((_, n) => get(RequestEmailChange).execute(user.id, `new-${String(n)}@example.com`)),
    ]);
    expect(new Set(ends)).toEqual(new Set(['done', 'auth.link-expired']));
    const stored = await get(UserRepository).findById(user.id);
    expect(stored).toMatchObject({ directoryId: SHARED_DIRECTORY_ID });
  });
});
