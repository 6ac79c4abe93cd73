import type { Id } from '../../src/kernel/id.js';
import type { Factor } from '../../src/modules/mfa/domain/factor.js';
import {
  hasGoneBack,
  type NewPasskey,
  type Passkey,
  type Passkeys,
} from '../../src/modules/mfa/domain/passkeys.js';

/** Statements of the real one are steps without a pause here. */
export class FakePasskeys implements Passkeys {
  private rows: readonly NewPasskey[] = [];

  async insert(passkey: NewPasskey, most: number): Promise<Factor | null> {
    const { id, name, createdAt, backedUp } = passkey;
    const isTaken = this.rows.some((row) => row.credentialId.equals(passkey.credentialId));
    if (isTaken || this.rows.filter(({ userId }) => userId === passkey.userId).length >= most) return null;
    this.rows = [...this.rows, passkey];
    return { id, kind: 'passkey', name, createdAt, confirmedAt: createdAt, lastUsedAt: null, backedUp };
  }

  async findByCredential(credentialId: Buffer): Promise<Passkey | null> {
    return this.rows.find((row) => row.credentialId.equals(credentialId)) ?? null;
  }

  async ofUser(userId: Id): Promise<Passkey[]> {
    return this.rows.filter((row) => row.userId === userId);
  }

  async advance(id: Id, signCount: number, backedUp: boolean): Promise<boolean> {
    const row = this.rows.find((one) => one.id === id);
    if (!row || hasGoneBack(row.signCount, signCount)) return false;
    this.rows = this.rows.map((one) => (one.id === id ? { ...one, signCount, backedUp } : one));
    return true;
  }
}
