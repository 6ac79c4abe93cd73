import type { FastifyReply, FastifyRequest } from 'fastify';
import { describe, expect, it, vi } from 'vitest';
import type { Config } from '../../../platform/config/config.js';
import { CredentialStrategies } from '../../../platform/http/credential-strategies.js';
import type { ResolveSession } from '../application/resolve-session.js';
import { SessionStrategy } from './session.strategy.js';
import { SessionCookies } from './session-cookies.js';

const of = (secureCookies: boolean) => new SessionCookies({ secureCookies } as Config);
const carrying = (cookies: Record<string, string>) => ({ cookies }) as unknown as FastifyRequest;

function reply() {
  const [setCookie, clearCookie] = [vi.fn(), vi.fn()];
  return { reply: { setCookie, clearCookie } as unknown as FastifyReply, setCookie, clearCookie };
}

describe('SessionCookies', () => {
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax' };

  it.each([
    [true, '__Host-sallyport'],
    [false, 'sallyport'],
  ])('secure %s: writes, reads and clears %s', (secure, name) => {
    const { reply: to, setCookie, clearCookie } = reply();
    const expires = new Date('2026-01-02T00:00:00.000Z');
    of(secure).write(to, 'secret', expires);
    expect(setCookie).toHaveBeenCalledWith(name, 'secret', { ...attributes, secure, expires });
    of(secure).clear(to);
    expect(clearCookie).toHaveBeenCalledWith(name, { ...attributes, secure });
    expect(of(secure).read(carrying({ [name]: 'secret' }))).toBe('secret');
  });

  it('does not read a cookie that a sibling domain could have planted', () => {
    const planted = carrying({ sallyport: 'planted', 'sallyport-device': 'planted' });
    expect(of(true).read(planted)).toBeUndefined();
    expect(of(true).readDevice(planted)).toBeUndefined();
  });

  it('marks the device for a year', () => {
    const { reply: to, setCookie } = reply();
    of(true).writeDevice(to, 'secret');
    const maxAge = 365 * 86_400;
    expect(setCookie).toHaveBeenCalledWith('__Host-sallyport-device', 'secret', {
      ...{ ...attributes, secure: true, maxAge },
    });
    expect(of(true).readDevice(carrying({ '__Host-sallyport-device': 'secret' }))).toBe('secret');
  });
});

describe('SessionStrategy', () => {
  it('registers itself and resolves only what has the form of a secret', async () => {
    const strategies = new CredentialStrategies();
    const byCookie = vi.fn(async () => null);
    const resolve = { byCookie } as unknown as ResolveSession;
    const strategy = new SessionStrategy(strategies, of(true), resolve);
    strategy.onModuleInit();
    expect(strategies.all).toEqual([strategy]);
    expect(strategy.find(carrying({ '__Host-sallyport': 'x' }))).toBe('x');
    for (const garbage of ['', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}=`, `${'A'.repeat(43)}\n`])
      expect(await strategy.verify(garbage)).toBeNull();
    expect(byCookie).not.toHaveBeenCalled();
    await strategy.verify('A'.repeat(43));
    expect(byCookie).toHaveBeenCalledTimes(1);
  });
});
