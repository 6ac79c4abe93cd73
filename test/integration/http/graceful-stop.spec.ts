import { EventEmitter } from 'node:events';
import { connect } from 'node:net';
import { Controller, Get, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { describe, expect, it, vi } from 'vitest';
import { Public } from '../../../src/platform/http/access.js';
import { stopGracefully } from '../../../src/platform/http/graceful-stop.js';
import { Client } from '../../support/client.js';
import { startScratch, type Scratch } from './scratch-app.js';

let release: (() => void) | undefined;

@Controller('slow')
class SlowController {
  @Get()
  @Public()
  slow(): Promise<{ done: boolean }> {
    return new Promise((resolve) => {
      release = () => {
        resolve({ done: true });
      };
    });
  }
}

@Injectable()
class LastWords implements OnApplicationShutdown {
  spoken = false;

  onApplicationShutdown(): void {
    this.spoken = true;
  }
}

function armed(scratch: Scratch) {
  release = undefined;
  const signals = new EventEmitter();
  const exits: number[] = [];
  stopGracefully(scratch.app, { signals, exit: (code) => exits.push(code) });
  return { signals, exits };
}

describe('SIGTERM', () => {
  it('finishes what is in flight, runs the shutdown hooks and exits 0', async () => {
    const scratch = await startScratch({ controllers: [SlowController], providers: [LastWords] });
    const { signals, exits } = armed(scratch);
    const client = new Client(scratch.url);
    const inFlight = client.get('/api/v1/slow');
    await expect.poll(() => release).toBeDefined();

    signals.emit('SIGTERM', 'SIGTERM');
    const meanwhile = await client.get('/health/ready');
    expect(meanwhile).toMatchObject({ status: 503, body: { status: 'stopping' } });
    expect(meanwhile.headers.get('connection')).toBe('close');
    expect(exits).toEqual([]);
    release?.();
    expect((await inFlight).body).toEqual({ done: true });
    await vi.waitFor(() => expect(exits).toEqual([0]), { timeout: 10_000 });
    expect(scratch.app.get(LastWords).spoken).toBe(true);
    await expect(client.get('/health/live')).rejects.toThrow();
  });

  it('does not wait for idle connections', async () => {
    const scratch = await startScratch();
    const { signals, exits } = armed(scratch);
    const socket = connect(Number(new URL(scratch.url).port), '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    // The server has them in this order, and this one for sure.
    await new Client(scratch.url).get('/health/live');
    const cutOff = vi.spyOn(scratch.app.getHttpServer(), 'closeAllConnections');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.resume();
    signals.emit('SIGTERM', 'SIGTERM');
    await closed;
    expect(cutOff).not.toHaveBeenCalled();
    await vi.waitFor(() => expect(exits).toEqual([0]), { timeout: 10_000 });
  });

  it('twice within a moment is one wish; later it ends at once', async () => {
    const scratch = await startScratch({ controllers: [SlowController] });
    const { signals, exits } = armed(scratch);
    const inFlight = new Client(scratch.url).get('/api/v1/slow').catch(() => undefined);
    await expect.poll(() => release).toBeDefined();
    signals.emit('SIGINT', 'SIGINT');
    signals.emit('SIGINT', 'SIGINT');
    expect(exits).toEqual([]);
    await vi.waitFor(() => {
      signals.emit('SIGINT', 'SIGINT');
      expect(exits).toContain(130);
    }, 10_000);
    release?.();
    await inFlight;
  });
});
