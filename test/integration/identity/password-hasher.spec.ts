import { describe, expect, it, vi } from 'vitest';
import type { Argon2Engine } from '../../../src/modules/identity/infra/hashing/argon2-engine.js';
import { Argon2Scheme } from '../../../src/modules/identity/infra/hashing/argon2.scheme.js';
import { HashQueue } from '../../../src/modules/identity/infra/hashing/hash-queue.js';
import {
  loadArgon2Engine,
  loadNodeRsEngine,
  loadPackageEngine,
} from '../../../src/modules/identity/infra/hashing/load-argon2-engine.js';
import { pepperFrom } from '../../../src/modules/identity/infra/hashing/pepper.js';
import { QueuedPasswordHasher } from '../../../src/modules/identity/infra/hashing/queued-password-hasher.js';
import { passwordHasherContract } from './password-hasher.contract.js';

const PASSWORD = 'stapler quantum velvet harbor';
const PEPPER = pepperFrom('xkT0Yq0v0l1cJm7s2m0aT3oJxw8sQzEo');
const OTHER_PEPPER = pepperFrom('b5mUQf0qk9nTg3J1cVxw2z7yR8sLhPdA');

const engine = await loadPackageEngine();
const nodeRs = await loadNodeRsEngine();
const engines: Argon2Engine[] = nodeRs ? [engine, nodeRs] : [engine];

const hasherOf = (
  of: Argon2Engine,
  pepper?: typeof PEPPER,
  queue = new HashQueue({ concurrency: 1, waiting: 9 }),
) => new QueuedPasswordHasher(new Argon2Scheme(of, pepper), queue);

for (const each of engines) {
  passwordHasherContract(each.name, () => Promise.resolve(hasherOf(each)));
  passwordHasherContract(`${each.name}, peppered`, () => Promise.resolve(hasherOf(each, PEPPER)));
}

describe('the two argon2 engines', () => {
  it.runIf(nodeRs)('are interchangeable, with and without pepper', async () => {
    for (const pepper of [undefined, PEPPER]) {
      const [one, two] = [hasherOf(engine, pepper), hasherOf(nodeRs!, pepper)];
      expect(await two.verify(PASSWORD, await one.hash(PASSWORD))).toEqual({
        matches: true,
        outdated: false,
      });
      expect(await one.verify(PASSWORD, await two.hash(PASSWORD))).toEqual({
        matches: true,
        outdated: false,
      });
    }
  });

  it.runIf(nodeRs)('prefer the faster one', async () => {
    expect((await loadArgon2Engine()).name).toBe('@node-rs/argon2');
  });

  it.each(engines)('$name writes what the argon2 package itself verifies', async (each) => {
    const { verify } = await import('argon2');
    expect(await verify(await hasherOf(each).hash(PASSWORD), PASSWORD)).toBe(true);
    const peppered = await hasherOf(each, PEPPER).hash(PASSWORD);
    expect(await verify(peppered, PASSWORD, { secret: PEPPER.secret })).toBe(true);
    expect(await verify(peppered, PASSWORD)).toBe(false);
  });
});

describe('the pepper', () => {
  const [plain, peppered] = [hasherOf(engine), hasherOf(engine, PEPPER)];

  it('lets hashes made before it verify, and wants them replaced', async () => {
    expect(await peppered.verify(PASSWORD, await plain.hash(PASSWORD))).toEqual({
      matches: true,
      outdated: true,
    });
  });

  it('is needed: without it, or with another, nothing matches', async () => {
    const hash = await peppered.hash(PASSWORD);
    for (const hasher of [plain, hasherOf(engine, OTHER_PEPPER)])
      expect(await hasher.verify(PASSWORD, hash)).toEqual({ matches: false, outdated: false });
  });

  it('cannot be taken off by editing the stored hash', async () => {
    const stripped = (await peppered.hash(PASSWORD)).replace(/,keyid=[^$]+/, '');
    expect((await peppered.verify(PASSWORD, stripped)).matches).toBe(false);
  });
});

describe('the queue before the engine', () => {
  const legacy = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';

  it.each([
    ['hash', (hasher: QueuedPasswordHasher) => hasher.hash(PASSWORD)],
    ['verify', (hasher: QueuedPasswordHasher) => hasher.verify('U*U', legacy)],
    ['verify an unknown format', (hasher: QueuedPasswordHasher) => hasher.verify('U*U', 'nonsense')],
    ['verify nothing', (hasher: QueuedPasswordHasher) => hasher.verifyNothing(PASSWORD)],
  ])('is taken by every way to spend time: %s', async (_, act) => {
    const queue = new HashQueue({ concurrency: 1, waiting: 1 });
    const run = vi.spyOn(queue, 'run');
    await act(hasherOf(engine, undefined, queue));
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('refuses the flood and serves everybody whom it let in', async () => {
    const hasher = hasherOf(engine, undefined, new HashQueue({ concurrency: 1, waiting: 3 }));
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => hasher.hash(PASSWORD)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.every(({ reason }) => (reason as { code: string }).code === 'auth.busy')).toBe(true);
  });
});
