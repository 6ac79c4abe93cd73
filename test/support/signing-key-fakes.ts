import { ChangeSigningKeys } from '../../src/modules/tokens/application/signing-keys/change-signing-keys.js';
import { ListSigningKeys } from '../../src/modules/tokens/application/signing-keys/list-signing-keys.js';
import { MaintainSigningKeys } from '../../src/modules/tokens/application/signing-keys/maintain-signing-keys.js';
import { RotateSigningKeys } from '../../src/modules/tokens/application/signing-keys/rotate-signing-keys.js';
import { WithdrawSigningKey } from '../../src/modules/tokens/application/signing-keys/withdraw-signing-key.js';
import type { KeyMaker } from '../../src/modules/tokens/domain/signing-keys/key-maker.js';
import type { RotationPolicy } from '../../src/modules/tokens/domain/signing-keys/key-succession.js';
import type { SigningKeyRepository } from '../../src/modules/tokens/domain/signing-keys/signing-key.repository.js';
import type {
  NewKey,
  SigningAlgorithm,
  SigningKey,
} from '../../src/modules/tokens/domain/signing-keys/signing-key.js';
import { FakeClock, FakeInvalidation, FakeOutbox, FakeRandom, FakeUnitOfWork } from './fakes.js';

/** Numbered in the order in which they are made. */
export class FakeKeyMaker implements KeyMaker {
  made = 0;
  broken = false;

  constructor(private readonly unitOfWork?: FakeUnitOfWork) {}

  async make(algorithm: SigningAlgorithm): Promise<NewKey> {
    if (this.broken) throw new Error('killed');
    if (this.unitOfWork?.open) throw new Error('a key is made inside a transaction');
    this.made += 1;
    const id = `key-${String(this.made)}`;
    return { id, algorithm, publicJwk: { kid: id }, privateSealed: Buffer.from(`sealed ${id}`) };
  }
}

export class FakeSigningKeyRepository implements SigningKeyRepository {
  private readonly rows = new Map<string, SigningKey>();

  async inUse(): Promise<SigningKey[]> {
    return [...this.rows.values()].filter(({ state }) => state !== 'retired' && state !== 'withdrawn');
  }

  lockInUse(): Promise<SigningKey[]> {
    return this.inUse();
  }

  async all(): Promise<SigningKey[]> {
    return [...this.rows.values()].reverse();
  }

  async save(key: SigningKey): Promise<void> {
    this.rows.set(key.id, key);
    const inUse = await this.inUse();
    const is = (state: string) => inUse.filter((row) => row.state === state);
    const waiting = is('published').map(({ algorithm }) => algorithm);
    if (is('current').length > 1 || new Set(waiting).size < waiting.length) throw new Error('not unique');
  }
}

/** The use cases of signing keys over fakes. */
export function signingKeyWorld() {
  const clock = new FakeClock();
  const random = new FakeRandom();
  const unitOfWork = new FakeUnitOfWork();
  const outbox = new FakeOutbox();
  const invalidation = new FakeInvalidation();
  const keys = new FakeSigningKeyRepository();
  const maker = new FakeKeyMaker(unitOfWork);
  const policy: { -readonly [Name in keyof RotationPolicy]: RotationPolicy[Name] } = {
    algorithm: 'ES256',
    rotationDays: 90,
  };
  const change = new ChangeSigningKeys(unitOfWork, keys, invalidation, outbox, clock, random);
  const maintain = new MaintainSigningKeys(keys, maker, policy, change);
  const rotate = new RotateSigningKeys(keys, maker, policy, change, maintain);
  const withdraw = new WithdrawSigningKey(keys, policy, change, maintain);
  const list = new ListSigningKeys(keys);
  /** `{ 'key-1': 'current' }` */
  const states = async () =>
    Object.fromEntries((await keys.all()).map(({ id, state }) => [id, state] as const).reverse());
  return {
    ...{ clock, unitOfWork, outbox, invalidation, keys, maker, policy },
    ...{ maintain, rotate, withdraw, list, states },
  };
}
