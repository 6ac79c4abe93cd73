import { beforeEach, describe, expect, it } from 'vitest';
import { InvalidationBus } from '../../../../platform/bus/invalidation-bus.js';
import { RevocableCaches } from '../../../../platform/cache/revocable-cache.js';
import type { Database } from '../../../../platform/database/database.js';
import { Metrics } from '../../../../platform/observability/metrics.js';
import { rolesTag, tenantRolesTag } from '../../domain/subject.js';
import { CachedSubjectNames } from './cached-subject-names.js';

const TENANT = '0198c2a4-0000-7000-8000-000000000001';
const ALICE = '0198c2a4-0000-7000-8000-00000000000a';
const BOB = '0198c2a4-0000-7000-8000-00000000000b';

describe('CachedSubjectNames', () => {
  let bus: InvalidationBus;
  let asked: string[][];
  let members: Map<string, string>;
  let names: CachedSubjectNames;

  beforeEach(() => {
    bus = new InvalidationBus();
    bus.connected();
    bus.heard(performance.now());
    asked = [];
    members = new Map([
      ['alice', ALICE],
      ['bob', BOB],
    ]);
    const query = (_: string, [, wanted]: [string, string[]]) => {
      asked.push(wanted);
      return Promise.resolve(
        wanted.filter((name) => members.has(name)).map((name) => ({ name, userId: members.get(name) })),
      );
    };
    const unitOfWork = { run: <T>(work: () => Promise<T>) => work() };
    const caches = new RevocableCaches(bus, new Metrics());
    names = new CachedSubjectNames(caches, { query } as unknown as Database, unitOfWork as never);
  });

  it('asks once, and for many in one statement', async () => {
    const all = ['alice', 'bob', 'nobody'];
    expect([...(await names.membersNamed(TENANT, all))]).toEqual([...members]);
    expect([...(await names.membersNamed(TENANT, ['bob', 'alice']))]).toEqual([...members].reverse());
    expect(asked).toEqual([all]);
  });

  it('sees at once who was nobody before', async () => {
    expect((await names.membersNamed(TENANT, ['carol'])).size).toBe(0);
    members.set('carol', ALICE);
    expect((await names.membersNamed(TENANT, ['carol'])).get('carol')).toBe(ALICE);
  });

  it.each([rolesTag(TENANT, ALICE), tenantRolesTag(TENANT)])(
    'forgets a name when %s is announced',
    async (tag) => {
      await names.membersNamed(TENANT, ['alice']);
      members.set('alice', BOB);
      bus.deliver(rolesTag(TENANT, BOB));
      expect((await names.membersNamed(TENANT, ['alice'])).get('alice')).toBe(ALICE);
      bus.deliver(tag);
      expect((await names.membersNamed(TENANT, ['alice'])).get('alice')).toBe(BOB);
    },
  );

  it('gives a name that looks like an id to the user who has that id when they join', async () => {
    members.set(BOB, ALICE);
    expect((await names.membersNamed(TENANT, [BOB])).get(BOB)).toBe(ALICE);
    members.set(BOB, BOB);
    bus.deliver(rolesTag(TENANT, BOB));
    expect((await names.membersNamed(TENANT, [BOB])).get(BOB)).toBe(BOB);
  });

  it('keeps nothing that was read before an announcement', async () => {
    const reading = names.membersNamed(TENANT, ['alice', 'bob']);
    bus.deliver(rolesTag(TENANT, BOB));
    await reading;
    await names.membersNamed(TENANT, ['alice', 'bob']);
    expect(asked).toEqual([['alice', 'bob'], ['bob']]);
  });

  it('knows nobody in another tenant', async () => {
    await names.membersNamed(TENANT, ['alice']);
    members.clear();
    expect((await names.membersNamed(BOB, ['alice'])).size).toBe(0);
  });
});
