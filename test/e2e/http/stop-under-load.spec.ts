import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { createDatabase } from '../../support/database.js';
import { startProcess } from '../../support/process.js';

/** One request; rejects with the code of what went wrong on the wire. */
function send(agent: Agent, url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume();
      response.once('end', () => {
        resolve(response);
      });
    }).once('error', reject);
  });
}

describe('SIGTERM under load', () => {
  it('fails no request of clients that move on when they are told to', async () => {
    const service = await startProcess({ database: await createDatabase() });
    const answered = { open: 0, closing: 0, failed: [] as unknown[] };
    const worker = async (): Promise<void> => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (let toldToClose = false; !toldToClose;) {
        const response = await send(agent, `${service.url}/health/live`);
        if (response.statusCode !== 200) answered.failed.push(response.statusCode);
        toldToClose = response.headers.connection === 'close';
        answered[toldToClose ? 'closing' : 'open'] += 1;
      }
      agent.destroy();
    };
    const workers = Array.from({ length: 16 }, () =>
      worker().catch((error: unknown) => answered.failed.push(error)),
    );
    await vi.waitFor(() => expect(answered.open).toBeGreaterThan(100), { timeout: 10_000 });
    const exited = once(service.child, 'exit');
    service.child.kill('SIGTERM');
    await Promise.all(workers);
    expect(answered).toMatchObject({ closing: 16, failed: [] });
    expect(await exited).toEqual([0, null]);
  });
});
