import { beforeEach, describe, expect, it } from 'vitest';
import type { SigningKeyRepository } from '../../../src/modules/tokens/domain/signing-keys/signing-key.repository.js';
import {
  SigningKey,
  type SigningAlgorithm,
} from '../../../src/modules/tokens/domain/signing-keys/signing-key.js';
import { FakeClock } from '../../support/fakes.js';
import { FakeKeyMaker } from '../../support/signing-key-fakes.js';

export function signingKeyRepositoryContract(name: string, make: () => Promise<SigningKeyRepository>): void {
  describe(`SigningKeyRepository: ${name}`, () => {
    let keys: SigningKeyRepository;
    let clock: FakeClock;
    let maker: FakeKeyMaker;
    beforeEach(async () => {
      keys = await make();
      clock = new FakeClock();
      maker = new FakeKeyMaker();
    });

    /** Each a minute younger than the one before. */
    async function newKey(algorithm: SigningAlgorithm = 'ES256'): Promise<SigningKey> {
      clock.advance({ minutes: 1 });
      return SigningKey.publish(await maker.make(algorithm), clock.now());
    }

    it('gives back what was stored, in every state', async () => {
      const first = await newKey();
      const life = [
        first,
        first.want(clock.now()),
        first.want(clock.now()).activate(clock.now()),
        first.want(clock.now()).activate(clock.now()).stop(clock.now()),
      ];
      for (const state of life) {
        await keys.save(state);
        expect(await keys.inUse()).toEqual([state]);
        expect(await keys.lockInUse()).toEqual([state]);
      }
      for (const end of [life.at(-1)!.retire(clock.now()), life.at(-1)!.withdraw(clock.now())]) {
        await keys.save(end);
        expect([await keys.inUse(), await keys.all()]).toEqual([[], [end]]);
      }
    });

    it('lists what is in use from the oldest, everything from the newest', async () => {
      const [gone, current, next] = [await newKey(), await newKey(), await newKey()];
      for (const key of [gone.retire(clock.now()), current.activate(clock.now()), next]) await keys.save(key);
      expect((await keys.inUse()).map(({ id }) => id)).toEqual([current.id, next.id]);
      expect((await keys.all()).map(({ id }) => id)).toEqual([next.id, current.id, gone.id]);
    });

    it('keeps one key that signs, and one next key of each algorithm', async () => {
      await keys.save((await newKey()).activate(clock.now()));
      await keys.save(await newKey('ES256'));
      await keys.save(await newKey('RS256'));
      await expect(newKey('RS256').then((key) => keys.save(key))).rejects.toThrow();
    });

    it('refuses a second key that signs', async () => {
      await keys.save((await newKey()).activate(clock.now()));
      const second = (await newKey()).activate(clock.now());
      await expect(keys.save(second)).rejects.toThrow();
    });
  });
}
