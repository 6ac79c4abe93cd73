import { beforeAll, describe, expect, it } from 'vitest';
import { mailbox } from '../support/mailbox.js';
import type { Node } from '../support/node.js';
import { register, someone, startCluster, type Person } from './journey.js';

let nodes: Node[];
beforeAll(async () => {
  nodes = await startCluster();
});

const registerOnce = (key: string, person: Person, node = nodes[0]!) =>
  node
    .client()
    .post('/api/v1/auth/register', { ...person, name: 'Robin Roe' }, { headers: { 'idempotency-key': key } });

/** A later registration has its mail delivered after those of all earlier ones. */
async function mailsOf(person: Person): Promise<number> {
  const marker = someone();
  await register(nodes[0]!, marker);
  await mailbox(nodes[0]!, marker.email).find();
  await expect.poll(() => nodes[0]!.database.query('SELECT id FROM outbox_messages')).toEqual([]);
  return (await mailbox(nodes[0]!, person.email).all()).length;
}

describe('registering with an Idempotency-Key', () => {
  it('again makes no second account and sends no second mail', async () => {
    const person = someone();
    const first = await registerOnce('form-1', person);
    const second = await registerOnce('form-1', person, nodes[1]);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await mailsOf(person)).toBe(1);
  });

  it('twenty times at once, on two nodes, as well', async () => {
    const person = someone();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => registerOnce('form-2', person, nodes[index % 2])),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    expect(await mailsOf(person)).toBe(1);
  });

  it('for something else is a conflict', async () => {
    const person = someone();
    await registerOnce('form-3', person);
    for (const other of [someone(), { ...person, password: 'another one 4711 xq' }]) {
      const { status, body } = await registerOnce('form-3', other);
      expect([status, body['code']]).toEqual([409, 'request.idempotency-mismatch']);
    }
    expect(await mailsOf(person)).toBe(1);
  });

  it('after a refusal is a new attempt', async () => {
    const person = someone();
    expect((await registerOnce('form-4', { ...person, password: 'short' })).status).toBe(400);
    expect((await registerOnce('form-4', person)).status).toBe(202);
    expect(await mailsOf(person)).toBe(1);
  });

  it('needs a key that is one', async () => {
    for (const key of ['', 'x'.repeat(256), 'a b'])
      expect((await registerOnce(key, someone())).body).toMatchObject({
        code: 'request.idempotency-key-invalid',
      });
  });
});
