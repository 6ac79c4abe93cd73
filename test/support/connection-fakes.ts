import type { Id } from '../../src/kernel/id.js';
import type {
  ConnectionAttempt,
  ConnectionAttempts,
} from '../../src/modules/oauth/domain/connections/connection-attempts.js';
import type {
  ConnectionTokens,
  StoredConnection,
} from '../../src/modules/oauth/domain/connections/connection.js';
import type {
  CheckedConnection,
  ClaimedConnection,
  ConnectionPlace,
  Connections,
  FailedRefresh,
  Lease,
  NewTokens,
} from '../../src/modules/oauth/domain/connections/connections.js';
import type {
  ConfiguredProvider,
  ProviderCatalogue,
  ProviderClient,
  ProviderFailure,
  ProviderHealth,
  ProviderReply,
} from '../../src/modules/oauth/domain/connections/provider-client.js';
import type { TokenVault } from '../../src/modules/oauth/domain/connections/token-vault.js';
import { PROVIDERS } from '../../src/modules/oauth/domain/providers/catalogue.js';
import type { IssuedTokens, ProviderAccount } from '../../src/modules/oauth/domain/providers/provider.js';
import type { FakeClock } from './fakes.js';
import type { ScopedUnitOfWork } from './tenancy-fakes.js';

interface Row extends StoredConnection {
  readonly leaseId: Id | null;
  readonly leasedUntil: Date | null;
  readonly nextRefreshAt: Date | null;
  readonly nextCheckAt: Date;
}

/** Statements of the real one are steps without a pause here. */
export class FakeConnections implements Connections {
  readonly all = new Map<Id, Row>();

  /** @param unitOfWork whose tenant hides the rows of others; without one there is one tenant */
  constructor(
    private readonly clock: FakeClock,
    private readonly unitOfWork?: ScopedUnitOfWork,
  ) {}

  /** Those of the ambient tenant. */
  get rows(): ReadonlyMap<Id, Row> {
    if (!this.unitOfWork) return this.all;
    const { tenantId } = this.unitOfWork.scope;
    return new Map([...this.all].filter(([, row]) => row.tenantId === tenantId));
  }

  async find(id: Id): Promise<StoredConnection | null> {
    const row = this.rows.get(id);
    return row && row.sealed.length > 0 ? { ...row, heldOffUntil: heldOff(row, this.clock.now()) } : null;
  }

  async claim(id: Id, version: number, lease: Lease): Promise<ClaimedConnection | null> {
    const row = this.rows.get(id);
    const now = this.clock.now();
    if (row?.version !== version || isLeased(row, now) || heldOff(row, now)) return null;
    return this.lease(row, lease);
  }

  async claimDue({ forMs }: Omit<Lease, 'id'>, limit: number): Promise<ClaimedConnection[]> {
    const now = this.clock.now();
    const due = [...this.rows.values()].filter(
      (row) =>
        (row.state === 'active' || row.state === 'error') &&
        row.nextRefreshAt &&
        row.nextRefreshAt <= now &&
        !isLeased(row, now),
    );
    return due.slice(0, limit).map((row) => this.lease(row, { id: crypto.randomUUID(), forMs }));
  }

  async settle(claimed: ClaimedConnection, tokens: NewTokens, now: Date): Promise<boolean> {
    return this.giveBack(claimed, {
      ...tokens,
      state: 'active',
      reason: null,
      failures: 0,
      lastRefreshedAt: now,
    });
  }

  async giveUp(claimed: ClaimedConnection, failed: FailedRefresh): Promise<boolean> {
    return this.giveBack(claimed, failed);
  }

  async take(place: ConnectionPlace, id: Id, now: Date) {
    const { tenantId, provider, account, ownerId, shared } = place;
    const found = [...this.rows.values()].find(
      (row) =>
        row.provider === provider &&
        row.account.id === account.id &&
        row.shared === shared &&
        (shared || row.ownerId === ownerId),
    );
    if (found) return { id: found.id, existing: found };
    this.all.set(id, {
      ...{ tenantId, id, provider, ownerId, shared, account, scopes: [], requestedScopes: [] },
      ...{ state: 'active', reason: null, accessExpiresAt: null, refreshExpiresAt: null, refreshable: false },
      ...{ lastRefreshedAt: null, lastCheckedAt: null, createdAt: now, version: 1, sealed: Buffer.alloc(0) },
      ...{ failures: 0, leaseId: null, leasedUntil: null, nextRefreshAt: null, nextCheckAt: now },
      heldOffUntil: null,
    });
    return { id, existing: null };
  }

  async replace(
    id: Id,
    _by: Id,
    tokens: NewTokens & { account: ProviderAccount; requestedScopes: readonly string[] },
    now: Date,
  ): Promise<StoredConnection> {
    const row = this.rows.get(id)!;
    const next: Row = {
      ...{ ...row, ...tokens, state: 'active', reason: null, failures: 0, lastCheckedAt: now },
      ...{ version: row.version + 1, leaseId: null, leasedUntil: null },
      lastRefreshedAt: row.sealed.length > 0 ? now : null,
    };
    this.all.set(id, next);
    return next;
  }

  async noteCheck({ id, version }: StoredConnection, found: CheckedConnection): Promise<boolean> {
    const row = this.rows.get(id);
    if (row?.version !== version) return false;
    const { state, reason, at } = found;
    this.all.set(id, { ...row, state, reason, lastCheckedAt: at, account: found.account ?? row.account });
    return true;
  }

  async takeDueChecks(now: Date, next: Date, limit: number): Promise<StoredConnection[]> {
    const due = [...this.rows.values()]
      .filter(({ state, nextCheckAt }) => state === 'active' && nextCheckAt <= now)
      .slice(0, limit);
    for (const row of due) this.all.set(row.id, { ...row, nextCheckAt: next });
    return due;
  }

  async delete(id: Id): Promise<boolean> {
    return this.rows.has(id) && this.all.delete(id);
  }

  async ownedBy(ownerId: Id): Promise<StoredConnection[]> {
    return [...this.rows.values()].filter((row) => row.ownerId === ownerId && !row.shared);
  }

  async after(last: Id | null, limit: number): Promise<StoredConnection[]> {
    return [...this.rows.values()]
      .filter(({ id }) => last === null || id > last)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, limit);
  }

  private lease(row: Row, { id: leaseId, forMs }: Lease): ClaimedConnection {
    const leasedUntil = new Date(this.clock.now().getTime() + forMs);
    const interrupted = row.leaseId !== null;
    this.all.set(row.id, { ...row, leaseId, leasedUntil });
    return { ...row, leaseId, interrupted };
  }

  private giveBack({ id, leaseId, version }: ClaimedConnection, change: Partial<Row>): boolean {
    const row = this.rows.get(id);
    if (row?.version !== version || row.leaseId !== leaseId) return false;
    this.all.set(id, { ...row, ...change, version: version + 1, leaseId: null, leasedUntil: null });
    return true;
  }
}

const heldOff = ({ reason, state, nextRefreshAt }: Row, now: Date): Date | null =>
  (reason === 'rate_limited' || state === 'error') && nextRefreshAt && nextRefreshAt > now
    ? nextRefreshAt
    : null;

const isLeased = ({ leasedUntil }: Row, now: Date): boolean => leasedUntil !== null && leasedUntil > now;

export class FakeConnectionAttempts implements ConnectionAttempts {
  readonly recorded: ConnectionAttempt[] = [];

  async record(attempt: ConnectionAttempt): Promise<void> {
    this.recorded.push(attempt);
  }

  async purge(): Promise<number> {
    return this.recorded.splice(0).length;
  }
}

/** Writes down for which row it sealed, and opens for no other. */
export class FakeTokenVault implements TokenVault {
  async seal({ tenantId, id }: { tenantId: Id; id: Id }, tokens: ConnectionTokens): Promise<Uint8Array> {
    return Buffer.from(JSON.stringify({ place: `${tenantId}/${id}`, tokens }));
  }

  async open({ tenantId, id, sealed }: StoredConnection): Promise<ConnectionTokens | null> {
    const { place, tokens } = JSON.parse(Buffer.from(sealed).toString()) as {
      place: string;
      tokens: ConnectionTokens;
    };
    return place === `${tenantId}/${id}` ? tokens : null;
  }
}

export class FakeProviderCatalogue implements ProviderCatalogue {
  readonly off = new Set<string>();

  all() {
    return PROVIDERS.map((provider) => ({ provider, configured: !this.off.has(provider.id) }));
  }

  configured(id: string): ConfiguredProvider | null {
    const provider = PROVIDERS.find((candidate) => candidate.id === id);
    if (!provider || this.off.has(id)) return null;
    const { endpoints, issuer = null } = provider;
    return {
      provider,
      clientId: 'client',
      endpoints,
      callbackUrl: `https://us.example/${id}/callback`,
      issuer,
    };
  }
}

/** A provider that says what it was told to say, and counts how often it was asked. */
export class FakeProviderClient implements ProviderClient {
  calls = 0;
  account: ProviderAccount = { id: 'account-1', name: 'Ada', email: 'ada@example.com' };
  failure: Partial<ProviderFailure> | null = null;
  /** Resolves when the provider may answer. */
  gate: Promise<void> = Promise.resolve();
  issued: Partial<IssuedTokens> = {};

  async exchange(): Promise<ProviderReply<IssuedTokens>> {
    return this.answer(() => this.tokens());
  }

  async refresh(): Promise<ProviderReply<IssuedTokens>> {
    return this.answer(() => this.tokens());
  }

  async whoAmI(): Promise<ProviderReply<ProviderAccount>> {
    return this.answer(() => this.account);
  }

  async revoke(): Promise<ProviderReply<boolean>> {
    return this.answer(() => true);
  }

  health(): ProviderHealth {
    return { state: 'unknown', lastSuccessAt: null, lastFailureAt: null };
  }

  private async answer<T>(value: () => T): Promise<ProviderReply<T>> {
    this.calls += 1;
    const { failure } = this;
    await this.gate;
    const durationMs = 1;
    if (!failure) return { value: value(), durationMs };
    const usual = { fault: 'provider_unavailable', mayHaveHappened: false, retryAfterSeconds: null } as const;
    return { failure: { ...usual, ...failure }, durationMs };
  }

  private tokens(): IssuedTokens {
    return {
      accessToken: `access-${String(this.calls)}`,
      refreshToken: `refresh-${String(this.calls)}`,
      ...{ expiresIn: 3600, refreshExpiresIn: null, scopes: null, identity: null },
      ...this.issued,
    };
  }
}
