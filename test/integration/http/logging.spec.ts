import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import { describe, expect, it, vi } from 'vitest';
import { atEndOfFile } from '../../support/cleanup.js';
import { Client } from '../../support/client.js';
import { startScratch } from './scratch-app.js';

describe('the log', () => {
  it('has one line per request, with ids, route pattern, status and duration', async () => {
    const scratch = await startScratch();
    const { headers } = await new Client(scratch.url).get('/api/v1/named/secret-thing?token=abc');
    const lines = scratch.log.filter(({ requestId }) => requestId === headers.get('x-request-id'));
    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        requestId: headers.get('x-request-id'),
        method: 'GET',
        route: '/api/v1/named/:name',
        status: 200,
        ms: expect.any(Number),
      },
    ]);
  });

  it('names the user and the code of an error, and no stack for what the caller did wrong', async () => {
    const scratch = await startScratch();
    const client = new Client(scratch.url);
    await client.get('/api/v1/me', { headers: { authorization: 'Bearer u7' } });
    await client.get('/api/v1/refused');
    expect(scratch.log).toContainEqual(expect.objectContaining({ route: '/api/v1/me', userId: 'u7' }));
    const refused = scratch.log.find(({ route }) => route === '/api/v1/refused');
    expect(refused).toMatchObject({ level: 'info', status: 410, code: 'scratch.gone' });
    expect(refused).not.toHaveProperty('err');
  });

  it('says nothing about health checks unless asked to', async () => {
    for (const [LOG_LEVEL, count] of [
      ['info', 0],
      ['debug', 1],
    ] as const) {
      const scratch = await startScratch({ environment: { LOG_LEVEL } });
      await new Client(scratch.url).get('/health/live');
      expect(scratch.log.filter(({ route }) => route === '/health/live')).toHaveLength(count);
    }
  });

  it('holds no secret and no address, however it gets there', async () => {
    const scratch = await startScratch();
    const logger = new Logger('Test');
    logger.log('mail to ann@example.com with Bearer abc.def.ghi and pat_0123456789abcdef');
    logger.warn({ password: 'hunter2!', nested: { refreshToken: 'sr_0123456789' }, to: 'ann@example.com' });
    logger.error(new Error('connect postgres://app:hunter2!@db/x failed for ann@example.com'));
    logger.error('failed', new Error('inner ann@example.com'));
    const text = JSON.stringify(scratch.log);
    expect(text).not.toMatch(/ann@example|abc\.def|0123456789|hunter2/);
    expect(scratch.log).toContainEqual(expect.objectContaining({ level: 'error', context: 'Test' }));
  });

  it('cannot be forged', async () => {
    const scratch = await startScratch();
    new Logger('Test').log('one\n{"level":"info","msg":"forged"}\u2028\u001b[2J');
    const line = scratch.log.find(({ msg }) => String(msg).startsWith('one'));
    expect(line?.msg).toBe('one\\u000a{"level":"info","msg":"forged"}\\u2028\\u001b[2J');
  });
});

describe('Sentry', () => {
  it('hears of unexpected errors only, without what people typed', async () => {
    const envelopes: string[] = [];
    const server = createServer((request: IncomingMessage, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        envelopes.push(body);
        response.end('{}');
      });
    }).listen(0, '127.0.0.1');
    atEndOfFile(() => server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const scratch = await startScratch({
      environment: { SENTRY_DSN: `http://key@127.0.0.1:${String(port)}/1` },
    });
    const client = new Client(scratch.url);
    await client.get('/api/v1/refused');
    await client.get('/api/v1/database-down');
    const { body } = await client.get('/api/v1/broken');
    await vi.waitFor(() => expect(envelopes.join('')).toContain(String(body.requestId)), { timeout: 5000 });
    expect(envelopes.join('')).not.toMatch(/somebody@example|scratch\.gone|timeout exceeded/);
  });
});
