import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { TestingModule } from '@nestjs/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Outbox } from '../../../src/kernel/outbox.js';
import { Random } from '../../../src/kernel/random.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { SendMail } from '../../../src/modules/notifications/index.js';
import { ListDeadLetters } from '../../../src/modules/operations/index.js';
import { Database } from '../../../src/platform/database/database.js';
import { EventHandlers } from '../../../src/platform/outbox/event-handlers.js';
import { OutboxRelay } from '../../../src/platform/outbox/outbox-relay.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { startNode } from '../outbox/background-node.js';
import { SmtpSink } from './smtp-sink.js';

const LINK = 'https://id.acme.example/verify#token=Zm9vYmFy_-0';

let shared: TestDatabase;
let sink: SmtpSink;
let node: TestingModule;
let database: Database;

beforeAll(async () => {
  shared = await createDatabase();
  sink = new SmtpSink();
  node = await startNode(shared, { smtpUrl: await sink.listen() });
  database = node.get(Database);
});

beforeEach(async () => {
  sink.received.length = 0;
  sink.refuse = () => undefined;
  await database.execute('DELETE FROM outbox_messages');
});

afterAll(async () => {
  await node.close();
  await sink.close();
});

async function send(from = node, name = 'Anna'): Promise<void> {
  await from.get(UnitOfWork).run(() =>
    from.get(SendMail).execute({
      to: 'anna@example.com',
      template: 'verify-email',
      data: { name, link: LINK },
      locale: 'en',
    }),
  );
}

const deliver = (by = node): Promise<number> => by.get(OutboxRelay).deliverDue();
const comeDue = (): Promise<number> => database.execute('UPDATE outbox_messages SET available_at = now()');
const queued = (): Promise<{ id: string; attempts: number; dead: boolean; last_error: string | null }[]> =>
  database.query('SELECT id, attempts, dead_at IS NOT NULL AS dead, last_error FROM outbox_messages');

describe('a mail', () => {
  it('arrives whole: one recipient, both parts, the link in each', async () => {
    await send();
    await deliver();
    expect(sink.received).toHaveLength(1);
    const { recipients, mail } = sink.received[0]!;
    expect(recipients).toEqual(['anna@example.com']);
    expect(mail.to).toEqual([{ address: 'anna@example.com', name: '' }]);
    expect(mail.from).toEqual({ address: 'no-reply@acme.example', name: 'Acme' });
    expect(mail.subject).toBe('Confirm your e-mail address');
    expect(mail.text).toContain(`\n${LINK}\n`);
    expect(mail.html).toContain(`href="${LINK}"`);
    expect(mail.messageId).toMatch(/^<[0-9a-f-]{36}@acme\.example>$/);
    expect(mail.headers).toContainEqual(
      expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
    );
    expect(await queued()).toEqual([]);
  });

  it('takes no header or recipient from a name', async () => {
    await send(node, 'Anna\r\nBcc: eve@evil.example\r\n\r\nHello');
    await deliver();
    const { recipients, mail } = sink.received[0]!;
    expect(recipients).toEqual(['anna@example.com']);
    expect(mail.bcc).toBeUndefined();
    expect(mail.text).toMatch(/^Hello,\n/);
  });

  it('is unreadable while it waits', async () => {
    await send();
    const [row] = await database.query<{ text: string }>(
      `SELECT to_jsonb(message)::text || encode(sealed, 'escape') AS text FROM outbox_messages message`,
    );
    expect(row!.text).not.toMatch(/anna|Zm9vYmFy/i);
  });

  it('does not open in another row', async () => {
    await send();
    await send();
    await database.execute(
      'UPDATE outbox_messages SET sealed = (SELECT sealed FROM outbox_messages ORDER BY id LIMIT 1)',
    );
    await deliver();
    expect(sink.received).toHaveLength(1);
    expect(await queued()).toMatchObject([{ attempts: 1 }]);
  });

  it('is never sent when its transaction is rolled back', async () => {
    const failing = node.get(UnitOfWork).run(async () => {
      await send();
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(await deliver()).toBe(0);
  });
});

describe('a node that dies', () => {
  it('between commit and delivery: another node sends the mail', async () => {
    const doomed = await startNode(shared, { smtpUrl: 'smtp://127.0.0.1:1' });
    await send(doomed);
    await doomed.close();
    const [row] = await queued();
    await deliver();
    expect(sink.received.map(({ mail }) => mail.messageId)).toEqual([`<${row!.id}@acme.example>`]);
  });

  it('between delivery and its record: the mail is sent again under the same Message-ID', async () => {
    await send();
    const [row] = await database.query<object>('SELECT * FROM outbox_messages');
    await deliver();
    await database.execute(
      `INSERT INTO outbox_messages SELECT * FROM jsonb_populate_record(null::outbox_messages, $1)`,
      [
        {
          ...row,
          sealed: `\\x${(row as { sealed: Buffer }).sealed.toString('hex')}`,
          attempts: 1,
          locked_until: '2020-01-01',
        },
      ],
    );
    await deliver();
    const [first, second] = sink.received.map(({ mail }) => mail.messageId);
    expect(second).toBe(first);
    expect(sink.received).toHaveLength(2);
  });
});

describe('a mail server', () => {
  it('that is busy (4xx) gets the same mail again later', async () => {
    sink.refuse = () => ({ code: 451, text: '<anna@example.com> try again later' });
    await send();
    await deliver();
    const [row] = await queued();
    expect(row).toMatchObject({ attempts: 1, dead: false });
    expect(row!.last_error).toMatch(/451 <\[address\]> try again later$/);
    sink.refuse = () => undefined;
    expect(await deliver()).toBe(0);
    await comeDue();
    expect(await deliver()).toBe(1);
    expect(sink.received[0]!.mail.messageId).toBe(`<${row!.id}@acme.example>`);
    expect(await queued()).toEqual([]);
  });

  it.each(['recipient', 'content'] as const)(
    'that refuses the %s for good (5xx) is left in peace',
    async (what) => {
      sink.refuse = (stage) => (stage === what ? { code: 550, text: 'no' } : undefined);
      await send();
      await deliver();
      expect(await queued()).toMatchObject([{ attempts: 1, dead: true }]);
      expect(await node.get(ListDeadLetters).execute()).toMatchObject([
        { kind: 'mail', topic: 'verify-email' },
      ]);
    },
  );

  it('that refuses us as the sender (5xx) is tried again: the operator can mend that', async () => {
    sink.refuse = (stage) => (stage === 'sender' ? { code: 550, text: 'who are you' } : undefined);
    await send();
    await deliver();
    expect(await queued()).toMatchObject([{ attempts: 1, dead: false }]);
  });

  it('that is down is tried again', async () => {
    const lonely = await startNode(shared, { smtpUrl: 'smtp://127.0.0.1:1' });
    await send(lonely);
    await deliver(lonely);
    expect(await queued()).toMatchObject([{ attempts: 1, dead: false }]);
    await lonely.close();
  });

  it('refusing one mail does not keep the others from being sent', async () => {
    let calls = 0;
    sink.refuse = (stage) =>
      stage === 'content' && calls++ === 0 ? { code: 450, text: 'later' } : undefined;
    for (let mail = 0; mail < 8; mail += 1) await send();
    expect(await deliver()).toBe(8);
    expect(sink.received).toHaveLength(7);
    expect(await queued()).toHaveLength(1);
  });
});

describe('a server that is no mail server', () => {
  let server: Server;
  let talk: (socket: Socket) => void;
  let url: string;

  beforeEach(async () => {
    server = createServer((socket) => talk(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it.each([
    ['garbage', '\u0000\u0001garbage\r\n\r\n'],
    ['HTTP', 'HTTP/1.1 200 OK\r\n\r\n'],
    ['nothing, and hangs up', ''],
  ])('says %s: tried again', async (_, words) => {
    talk = (socket) => socket.end(words);
    const confused = await startNode(shared, { smtpUrl: url });
    await send(confused);
    await deliver(confused);
    expect(await queued()).toMatchObject([{ attempts: 1, dead: false }]);
    await confused.close();
  });

  it('says nothing at all: events do not wait for it', async () => {
    const sockets: Socket[] = [];
    const waiting = new Promise<void>((resolve) => {
      talk = (socket) => {
        sockets.push(socket);
        resolve();
      };
    });
    const slow = await startNode(shared, { smtpUrl: url });
    const heard = new Promise<void>((resolve) => {
      slow.get(EventHandlers).on('thing.happened', 'test.slow-mail', async () => resolve());
    });
    await slow.init();
    await send(slow);
    await waiting;
    const event = { id: slow.get(Random).id(), name: 'thing.happened', occurredAt: new Date(0), payload: {} };
    await slow.get(Outbox).publish(event);
    await heard;
    for (const socket of sockets) socket.destroy();
    await slow.close();
    expect(await queued()).toMatchObject([{ attempts: 1, dead: false }]);
  });
});
