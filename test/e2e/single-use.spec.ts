import { beforeAll, describe, expect, it } from 'vitest';
import { SINGLE_USE_KINDS, SingleUse, type SingleUseKind } from '../../src/kernel/single-use.js';
import { FakeClock } from '../support/fakes.js';
import type { Node } from '../support/node.js';
import { startCluster } from './journey.js';

const clock = new FakeClock(new Date());
const GRANT = { userId: null, payload: { for: 'whoever is first' } };

let registries: SingleUse[];
beforeAll(async () => {
  const nodes = await startCluster({ clock });
  registries = nodes.map(({ app }: Node) => app.get<SingleUse>(SingleUse as never, { strict: false }));
});

const kinds = Object.keys(SINGLE_USE_KINDS) as SingleUseKind[];

describe.each(kinds)('everything of the kind %s', (kind) => {
  it('is spent by one of fifty who try at once on two nodes', async () => {
    const secret = await registries[0]!.issue(kind, GRANT);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) => registries[index % 2]!.consume(kind, secret)),
    );
    expect(outcomes.filter((grant) => grant !== null)).toEqual([GRANT]);
    expect(await registries[1]!.peek(kind, secret)).toBeNull();
  });

  it('is worth nothing as another kind, slightly changed, or too late', async () => {
    const [registry] = registries;
    const secret = await registry!.issue(kind, GRANT);
    for (const other of kinds.filter((candidate) => candidate !== kind))
      expect(await registry!.consume(other, secret)).toBeNull();
    for (const wrong of ['', secret.slice(1), `${secret}=`, secret.toUpperCase()])
      expect(await registry!.consume(kind, wrong)).toBeNull();
    expect(await registry!.peek(kind, secret)).toEqual(GRANT);
    clock.advance({ minutes: SINGLE_USE_KINDS[kind] });
    expect(await registry!.peek(kind, secret)).toBeNull();
    expect(await registry!.consume(kind, secret)).toBeNull();
  });
});
