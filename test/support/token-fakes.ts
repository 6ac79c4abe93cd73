import type { Id } from '../../src/kernel/id.js';
import type { KeyUse } from '../../src/modules/tokens/domain/key-use.js';
import type { PersonalAccessToken } from '../../src/modules/tokens/domain/personal/personal-access-token.js';
import type { PersonalAccessTokens } from '../../src/modules/tokens/domain/personal/personal-access-tokens.js';
import type {
  ServiceAccountKey,
  ServiceAccountState,
} from '../../src/modules/tokens/domain/service-accounts/service-account.js';
import type {
  ServiceAccountKeys,
  ServiceAccounts,
} from '../../src/modules/tokens/domain/service-accounts/service-accounts.js';
import type { FakeClock } from './fakes.js';
import type { ScopedUnitOfWork } from './tenancy-fakes.js';

interface StoredToken {
  readonly token: PersonalAccessToken;
  readonly hash: Buffer;
  reminded: boolean;
  revokedAt: Date | null;
  lastUse: KeyUse | null;
}

/** Sees the rows of the tenant that is entered, and the one whose hash is presented, as row-level security does. */
export class FakePersonalAccessTokens implements PersonalAccessTokens {
  rows: StoredToken[] = [];
  /** Owners who may not act. */
  readonly disabled = new Set<Id>();
  readonly passwordChangedAt = new Map<Id, Date>();

  constructor(private readonly unitOfWork: ScopedUnitOfWork) {}

  async insert(token: PersonalAccessToken, hash: Buffer, most: number): Promise<boolean> {
    if (token.tenantId !== this.unitOfWork.scope.tenantId) throw new Error('not this tenant');
    const living = this.visible().filter(
      (row) =>
        row.token.userId === token.userId &&
        this.lives(row) &&
        (!row.token.expiresAt || row.token.expiresAt > token.createdAt),
    );
    if (living.length >= most) return false;
    this.rows.push({ token, hash, reminded: false, revokedAt: null, lastUse: null });
    return true;
  }

  async revoke(userId: Id, id: Id, now: Date): Promise<boolean> {
    const row = this.visible().find(
      ({ token, revokedAt }) => token.id === id && token.userId === userId && !revokedAt,
    );
    if (row) row.revokedAt = now;
    return row !== undefined;
  }

  async findPresented(hash: Buffer): Promise<PersonalAccessToken | null> {
    return this.rows.find((row) => row.hash.equals(hash) && this.lives(row))?.token ?? null;
  }

  async noteUses(uses: readonly KeyUse[]): Promise<void> {
    for (const use of uses) {
      const row = this.visible().find(({ token }) => token.id === use.id);
      if (row && (!row.lastUse || row.lastUse.at < use.at)) row.lastUse = use;
    }
  }

  async markExpiring(now: Date, before: Date, limit: number): Promise<PersonalAccessToken[]> {
    const due = this.visible()
      .filter(
        ({ token: { expiresAt }, reminded }) =>
          !reminded && expiresAt && expiresAt > now && expiresAt < before,
      )
      .filter((row) => this.lives(row))
      .slice(0, limit);
    for (const row of due) row.reminded = true;
    return due.map(({ token }) => token);
  }

  async purgeEnded(before: Date, limit: number): Promise<number> {
    const ended = this.visible()
      .filter(({ token: { expiresAt }, revokedAt }) => {
        return (revokedAt && revokedAt < before) ?? (expiresAt && expiresAt < before);
      })
      .slice(0, limit);
    this.rows = this.rows.filter((row) => !ended.includes(row));
    return ended.length;
  }

  private visible(): StoredToken[] {
    return this.rows.filter(({ token }) => token.tenantId === this.unitOfWork.scope.tenantId);
  }

  private lives({ token: { userId, createdAt }, revokedAt }: StoredToken): boolean {
    const changedAt = this.passwordChangedAt.get(userId);
    return !revokedAt && !this.disabled.has(userId) && (!changedAt || createdAt >= changedAt);
  }
}

export class FakeServiceAccounts implements ServiceAccounts {
  rows: ServiceAccountState[] = [];

  constructor(
    private readonly unitOfWork: ScopedUnitOfWork,
    private readonly keys: FakeServiceAccountKeys,
  ) {}

  async insert(account: ServiceAccountState): Promise<boolean> {
    if (account.tenantId !== this.unitOfWork.scope.tenantId) throw new Error('not this tenant');
    if (this.visible().some(({ name }) => name === account.name)) return false;
    this.rows.push(account);
    return true;
  }

  async find(id: Id): Promise<ServiceAccountState | null> {
    return this.visible().find((account) => account.id === id) ?? null;
  }

  async save(account: ServiceAccountState): Promise<boolean> {
    const visible = this.visible();
    if (visible.some(({ id, name }) => id !== account.id && name === account.name)) return false;
    if (!visible.some(({ id }) => id === account.id)) return true;
    this.rows = this.rows.map((row) => (row.id === account.id ? account : row));
    return true;
  }

  async delete(id: Id): Promise<boolean> {
    const found = await this.find(id);
    this.rows = this.rows.filter((row) => row !== found);
    if (found) this.keys.rows = this.keys.rows.filter(({ key }) => key.serviceAccountId !== id);
    return found !== null;
  }

  private visible(): ServiceAccountState[] {
    return this.rows.filter(({ tenantId }) => tenantId === this.unitOfWork.scope.tenantId);
  }
}

export class FakeServiceAccountKeys implements ServiceAccountKeys {
  rows: { readonly key: ServiceAccountKey; readonly hash: Buffer; lastUse: KeyUse | null }[] = [];

  constructor(
    private readonly unitOfWork: ScopedUnitOfWork,
    private readonly clock: FakeClock,
  ) {}

  async insert(key: ServiceAccountKey, hash: Buffer, most: number): Promise<boolean> {
    if (key.tenantId !== this.unitOfWork.scope.tenantId) throw new Error('not this tenant');
    const siblings = this.visible().filter((row) => row.key.serviceAccountId === key.serviceAccountId);
    if (siblings.length >= most) return false;
    this.rows.push({ key, hash, lastUse: null });
    return true;
  }

  async delete(serviceAccountId: Id, id: Id): Promise<boolean> {
    const found = this.visible().find(
      ({ key }) => key.id === id && key.serviceAccountId === serviceAccountId,
    );
    this.rows = this.rows.filter((row) => row !== found);
    return found !== undefined;
  }

  async findPresented(hash: Buffer): Promise<ServiceAccountKey | null> {
    return this.living(this.rows.find((row) => row.hash.equals(hash))?.key);
  }

  async find(id: Id): Promise<ServiceAccountKey | null> {
    return this.living(this.visible().find(({ key }) => key.id === id)?.key);
  }

  async noteUses(uses: readonly KeyUse[]): Promise<void> {
    for (const use of uses) {
      const row = this.visible().find(({ key }) => key.id === use.id);
      if (row && (!row.lastUse || row.lastUse.at < use.at)) row.lastUse = use;
    }
  }

  private living(key: ServiceAccountKey | undefined): ServiceAccountKey | null {
    return key && (!key.expiresAt || key.expiresAt > this.clock.now()) ? key : null;
  }

  private visible() {
    return this.rows.filter(({ key }) => key.tenantId === this.unitOfWork.scope.tenantId);
  }
}
