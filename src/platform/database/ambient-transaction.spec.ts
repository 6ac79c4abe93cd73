import { describe, expect, it } from 'vitest';
import { AmbientTransaction, type Frame } from './ambient-transaction.js';

const frame = (ended = false) => ({ transaction: { ended } }) as Frame;

describe('AmbientTransaction', () => {
  const [here, there] = [new AmbientTransaction(), new AmbientTransaction()];

  it('is inside of nothing to begin with', () => {
    expect([here.frame, here.deferral, here.transaction]).toEqual([undefined, undefined, undefined]);
  });

  it('knows the innermost run of its own application, whatever another has begun inside', async () => {
    const [outer, other, inner] = [frame(), frame(), frame()];
    await here.inFrame(outer, () =>
      there.inFrame(other, async () => {
        expect([here.frame, there.frame]).toEqual([outer, other]);
        expect(here.frame).toBe(outer);
        await here.inFrame(inner, async () => {
          expect(here.frame).toBe(inner);
          expect(there.frame).toBe(other);
        });
      }),
    );
    expect(here.frame).toBeUndefined();
  });

  it('is inside of nothing once the transaction has ended', async () => {
    await here.inFrame(frame(true), async () => {
      expect(here.transaction).toBeUndefined();
    });
  });
});
