import { createServer, type AddressInfo } from 'node:net';
import { expect, it, vi } from 'vitest';
import { atEndOfFile } from '../../support/cleanup.js';
import { createDatabase } from '../../support/database.js';
import { startProcess } from '../../support/process.js';
import { SmtpSink } from '../mail/smtp-sink.js';

const ADDRESS = 'killed@example.com';

/** A mail server that lets nobody get a word in: whoever sends to it is in the middle of it, for as long as we like. */
async function silentServer(): Promise<{ url: string; called: Promise<void> }> {
  let ring = (): void => undefined;
  const called = new Promise<void>((resolve) => (ring = resolve));
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    ring();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEndOfFile(() => server.close());
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, called };
}

it('SIGKILL between commit and mail: after a restart the mail is sent, under the Message-ID it had', async () => {
  const database = await createDatabase();
  const silent = await silentServer();
  const first = await startProcess({ database, env: { SMTP_URL: silent.url } });
  const registration = await first.client().post('/api/v1/auth/register', {
    email: ADDRESS,
    password: 'stapler quantum velvet harbor',
    name: 'Anna',
  });
  expect(registration.status).toBe(202);
  await silent.called;
  expect(await first.end('SIGKILL')).toBeNull();

  const [row] = await database.query<{ id: string }>('SELECT id FROM outbox_messages');
  await database.query('UPDATE outbox_messages SET available_at = now(), locked_until = now()');
  const sink = new SmtpSink();
  const url = await sink.listen();
  atEndOfFile(() => sink.close());
  const second = await startProcess({ database, env: { SMTP_URL: url } });
  await vi.waitFor(() => expect(sink.received).toHaveLength(1), { timeout: 10_000, interval: 25 });
  expect(sink.received[0]).toMatchObject({
    recipients: [ADDRESS],
    mail: { messageId: `<${row!.id}@localhost>`, subject: 'Confirm your e-mail address' },
  });
  expect(await second.end('SIGTERM')).toBe(0);
  expect(await database.query('SELECT id FROM outbox_messages')).toEqual([]);
});
