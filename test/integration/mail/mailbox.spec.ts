import { ValidationPipe } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { TestingModule } from '@nestjs/testing';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { DevMailboxModule, SendMail } from '../../../src/modules/notifications/index.js';
import { Database } from '../../../src/platform/database/database.js';
import { JobRunner } from '../../../src/platform/jobs/job-runner.js';
import { OutboxRelay } from '../../../src/platform/outbox/outbox-relay.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { startNode } from '../outbox/background-node.js';

const LINK = 'https://id.acme.example/reset#token=a&b';

interface Item {
  readonly id: string;
  readonly to: string;
  readonly links: string[];
}

let database: TestDatabase;
let node: TestingModule;
let app: NestFastifyApplication;

beforeAll(async () => {
  database = await createDatabase();
  node = await startNode(database, { imports: [DevMailboxModule] });
  app = node.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true }));
  await app.init();
});

beforeEach(() => database.query('DELETE FROM mailbox_messages'));

async function send(...addresses: string[]): Promise<void> {
  await node.get(UnitOfWork).run(async () => {
    for (const to of addresses)
      await node
        .get(SendMail)
        .execute({ to, template: 'reset-password', data: { name: 'Anna', link: LINK }, locale: 'en' });
  });
  await node.get(OutboxRelay).deliverDue();
}

const get = (url: string) => app.inject({ method: 'GET', url });
const messages = async (to = ''): Promise<Item[]> =>
  (await get(`/dev/mailbox/messages?to=${encodeURIComponent(to)}`)).json<{ items: Item[] }>().items;

describe('GET /dev/mailbox/messages', () => {
  it('lists every mail, the newest first', async () => {
    await send('anna@example.com', 'ben@example.com');
    const items = await messages();
    expect(items.map(({ to }) => to)).toEqual(['ben@example.com', 'anna@example.com']);
    expect(items[0]).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      to: 'ben@example.com',
      subject: 'Choose a new password',
      text: expect.stringContaining(LINK) as unknown,
      html: expect.stringContaining('<!doctype html>') as unknown,
      links: [LINK],
      sentAt: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
    });
  });

  it('finds the mails of one address, however it is written', async () => {
    await send('anna@example.com', 'ben@example.com');
    expect((await messages('Anna@Example.COM')).map(({ to }) => to)).toEqual(['anna@example.com']);
    expect(await messages('anna%')).toEqual([]);
  });

  it('shows a mail once, however often it was sent', async () => {
    const smtp = await startNode(database, { smtpUrl: 'smtp://127.0.0.1:1' });
    await smtp
      .get(SendMail)
      .execute({ to: 'anna@example.com', template: 'email-taken', data: { name: 'Anna' }, locale: 'en' });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await database.query('UPDATE outbox_messages SET available_at = now()');
      await smtp.get(OutboxRelay).deliverDue();
    }
    expect(await messages()).toHaveLength(1);
    await database.query('DELETE FROM outbox_messages');
  });

  it('is trimmed to the newest thousand', async () => {
    await node.get(Database).execute(
      `INSERT INTO mailbox_messages
       SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'old@example.com', '', '', '', '{}', now()
       FROM generate_series(1, 2300) n`,
    );
    await send('anna@example.com');
    expect(await node.get(JobRunner).runNow('trim-mailbox')).toEqual({ outcome: 'succeeded', count: 1301 });
    expect((await messages())[0]!.to).toBe('anna@example.com');
  });
});

describe('GET /dev/mailbox', () => {
  it('lists mails and shows one, under a policy that lets nothing run', async () => {
    await send('anna@example.com');
    const [mail] = await messages();
    const list = await get('/dev/mailbox');
    expect(list.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(list.headers['content-security-policy']).toContain("default-src 'none'");
    expect(list.body).toContain(`/dev/mailbox?id=${mail!.id}&amp;to=`);
    const page = await get(`/dev/mailbox?id=${mail!.id}&to=`);
    expect(page.body).toContain('<iframe sandbox=');
    expect(page.body).toContain(`href="${LINK.replace('&', '&amp;')}"`);
  });

  it.each(['?id=1', '?id=x%27', '?other=1', `?to=${'a'.repeat(300)}`])('refuses %s', async (query) => {
    expect((await get(`/dev/mailbox${query}`)).statusCode).toBe(400);
  });
});
