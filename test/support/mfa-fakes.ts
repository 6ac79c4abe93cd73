import type { Id } from '../../src/kernel/id.js';
import type { BackupCodes, StoredBackupCode } from '../../src/modules/mfa/domain/backup-codes.js';
import {
  CHALLENGE_MINUTES,
  MOST_ATTEMPTS,
  MOST_EMAIL_CODES,
  type Challenge,
  type ChallengePurpose,
  type NewChallenge,
} from '../../src/modules/mfa/domain/challenge.js';
import type {
  ChallengeRepository,
  CodeAttempt,
  CountedChallenge,
} from '../../src/modules/mfa/domain/challenge.repository.js';
import type { FactorRepository } from '../../src/modules/mfa/domain/factor.repository.js';
import type { Factor, FactorSummary } from '../../src/modules/mfa/domain/factor.js';
import type { CodeBudget, CodeVerdict, MfaAttempts } from '../../src/modules/mfa/domain/mfa-attempts.js';
import type {
  DueRecovery,
  NewRecovery,
  Recoveries,
  RecoveryOutcome,
} from '../../src/modules/mfa/domain/recoveries.js';
import type { NewTotpDevice, TotpDevice, TotpDevices } from '../../src/modules/mfa/domain/totp-devices.js';
import type { NewTrustedDevice, TrustedDevices } from '../../src/modules/mfa/domain/trusted-devices.js';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Row = Mutable<Factor> & { readonly userId: Id; readonly secret: string; lastStep: number };

const MOST_UNCONFIRMED = 5;
const sameTime = (a: Date | null, b: Date | null) => a?.getTime() === b?.getTime();
const factorOf = ({ id, kind, name, createdAt, confirmedAt, lastUsedAt, backedUp }: Row): Factor => ({
  ...{ id, kind, name, createdAt, confirmedAt, lastUsedAt, backedUp },
});

export class FakeBackupCodes implements BackupCodes {
  private rows: { userId: Id; code: StoredBackupCode; used: boolean }[] = [];

  async replace(userId: Id, codes: readonly StoredBackupCode[]): Promise<void> {
    await this.removeAll(userId);
    for (const code of codes) this.rows.push({ userId, code, used: false });
  }

  async findHash(userId: Id, selector: string): Promise<string | null> {
    return this.unused(userId).find(({ code }) => code.selector === selector)?.code.hash ?? null;
  }

  async spend(userId: Id, selector: string, hash: string): Promise<boolean> {
    const row = this.unused(userId).find(({ code }) => code.selector === selector && code.hash === hash);
    if (row) row.used = true;
    return row !== undefined;
  }

  async remaining(userId: Id): Promise<number> {
    return this.unused(userId).length;
  }

  async removeAll(userId: Id): Promise<void> {
    this.rows = this.rows.filter((row) => row.userId !== userId);
  }

  private unused(userId: Id) {
    return this.rows.filter((row) => row.userId === userId && !row.used);
  }
}

export class FakeRecoveries implements Recoveries {
  private rows: (NewRecovery & { outcome?: RecoveryOutcome; endedAt?: Date })[] = [];

  async begin(recovery: NewRecovery): Promise<boolean> {
    if (this.isWaiting(recovery.userId)) return false;
    this.rows.push({ ...recovery });
    return true;
  }

  async end(userId: Id, outcome: RecoveryOutcome, now: Date): Promise<Id | null> {
    const row = this.rows.find((one) => one.userId === userId && !one.outcome);
    if (row) Object.assign(row, { outcome, endedAt: now });
    return row?.id ?? null;
  }

  async due(now: Date, limit: number): Promise<DueRecovery[]> {
    return this.rows
      .filter(({ outcome, dueAt }) => !outcome && dueAt <= now)
      .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
      .slice(0, limit)
      .map(({ userId, passwordChangedAt }) => ({ userId, passwordChangedAt }));
  }

  async purge(endedBefore: Date, limit: number): Promise<number> {
    const old = this.rows.filter(({ endedAt }) => endedAt && endedAt < endedBefore).slice(0, limit);
    this.rows = this.rows.filter((row) => !old.includes(row));
    return old.length;
  }

  isWaiting(userId: Id): boolean {
    return this.rows.some((one) => one.userId === userId && !one.outcome);
  }
}

/** The table of devices, as `FactorRepository` and as `TotpDevices`. */
export class FakeFactors implements FactorRepository, TotpDevices {
  private rows: Row[] = [];
  private readonly vouched = new Map<Id, Date | null>();

  constructor(
    private readonly backupCodes = new FakeBackupCodes(),
    private readonly recoveries = new FakeRecoveries(),
  ) {}

  async lockOwner(): Promise<void> {
    return Promise.resolve();
  }

  async summaryOf(userId: Id): Promise<FactorSummary> {
    const kinds = new Set(this.confirmedRows(userId).map(({ kind }) => kind));
    return {
      kinds: [...kinds].sort().reverse(),
      backupCodes: await this.backupCodes.remaining(userId),
      vouchedPasswordAt: this.vouched.get(userId) ?? null,
      recovering: this.recoveries.isWaiting(userId),
    };
  }

  // Both ports have a method of this name: what the one leaves out the other ignores.
  async confirmedOf(userId: Id): Promise<(Factor & TotpDevice)[]> {
    return this.confirmedRows(userId).map((row) => ({
      ...factorOf(row),
      secret: row.secret,
      lastStep: row.lastStep,
    }));
  }

  async rename(userId: Id, id: Id, name: string): Promise<Factor | null> {
    const row = this.confirmedRows(userId).find((one) => one.id === id);
    if (row) row.name = name;
    return row ? factorOf(row) : null;
  }

  async remove(userId: Id, id: Id): Promise<Factor | null> {
    const row = this.rows.find((one) => one.id === id && one.userId === userId);
    this.rows = this.rows.filter((one) => one !== row);
    return row ? factorOf(row) : null;
  }

  async removeAll(userId: Id): Promise<number> {
    const before = this.rows.length;
    this.rows = this.rows.filter((one) => one.userId !== userId);
    return before - this.rows.length;
  }

  async vouchForPassword(userId: Id, passwordChangedAt: Date | null): Promise<void> {
    this.vouched.set(userId, passwordChangedAt);
  }

  async purgeUnconfirmed(before: Date, limit: number): Promise<number> {
    const old = this.rows.filter((one) => !one.confirmedAt && one.createdAt < before).slice(0, limit);
    this.rows = this.rows.filter((one) => !old.includes(one));
    return old.length;
  }

  async insert({ id, userId, name, secret, now }: NewTotpDevice, most: number): Promise<boolean> {
    const pending = this.rows.filter((one) => one.userId === userId && !one.confirmedAt);
    const stale = pending.sort((a, b) => b.id.localeCompare(a.id)).slice(MOST_UNCONFIRMED - 1);
    this.rows = this.rows.filter((one) => !stale.includes(one));
    if (this.confirmedRows(userId).length >= most) return false;
    const facts = { confirmedAt: null, lastUsedAt: null, backedUp: null, lastStep: -1 };
    this.rows.push({ id, userId, kind: 'totp', name, secret, createdAt: now, ...facts });
    return true;
  }

  async findUnconfirmed(userId: Id, id: Id): Promise<TotpDevice | null> {
    return this.rows.find((one) => one.id === id && one.userId === userId && !one.confirmedAt) ?? null;
  }

  async advance(id: Id, step: number, now: Date): Promise<boolean> {
    const row = this.rows.find((one) => one.id === id && one.confirmedAt);
    if (!row || row.lastStep >= step) return false;
    Object.assign(row, { lastStep: step, lastUsedAt: now });
    return true;
  }

  async confirm(userId: Id, id: Id, step: number, now: Date): Promise<Factor | null> {
    const row = this.rows.find((one) => one.id === id && one.userId === userId && !one.confirmedAt);
    if (!row) return null;
    Object.assign(row, { lastStep: step, confirmedAt: now });
    return factorOf(row);
  }

  private confirmedRows(userId: Id): Row[] {
    return this.rows
      .filter((one) => one.userId === userId && one.confirmedAt)
      .sort((a, b) => a.confirmedAt!.getTime() - b.confirmedAt!.getTime());
  }
}

type ChallengeRow = Mutable<Challenge> & { readonly hash: string; claimed: boolean; mailed: number };

export class FakeChallenges implements ChallengeRepository {
  private rows: ChallengeRow[] = [];

  constructor(private readonly attempts: MfaAttempts = new FakeMfaAttempts()) {}

  async insert(tokenHash: Buffer, challenge: NewChallenge, now: Date): Promise<Date> {
    const expiresAt = new Date(now.getTime() + CHALLENGE_MINUTES * 60_000);
    const fresh = { attempts: 0, deviceId: null, webauthnChallenge: null, emailCodeHash: null };
    this.rows.push({ ...challenge, ...fresh, expiresAt, hash: key(tokenHash), claimed: false, mailed: 0 });
    return expiresAt;
  }

  async find(tokenHash: Buffer, purpose: ChallengePurpose, now: Date): Promise<Challenge | null> {
    const row = this.live(tokenHash, now);
    return row?.purpose === purpose ? challengeOf(row) : null;
  }

  async attempt(tokenHash: Buffer, purpose: ChallengePurpose, now: Date): Promise<Challenge | null> {
    const row = this.live(tokenHash, now);
    if (row?.purpose !== purpose || row.attempts >= MOST_ATTEMPTS) return null;
    row.attempts += 1;
    return challengeOf(row);
  }

  async attemptCode(
    tokenHash: Buffer,
    purpose: ChallengePurpose,
    { method, budgets }: CodeAttempt,
    now: Date,
  ): Promise<CountedChallenge | null> {
    const challenge = await this.attempt(tokenHash, purpose, now);
    if (!challenge) return null;
    const counts = challenge.userId !== null && challenge.methods.includes(method) && budgets.length > 0;
    const verdict = counts ? await this.attempts.claim(challenge.userId, budgets, now) : null;
    return { ...challenge, verdict };
  }

  async claim(tokenHash: Buffer, now: Date): Promise<boolean> {
    return this.change(tokenHash, now, (row) => (row.claimed = true));
  }

  async setWebauthnChallenge(tokenHash: Buffer, value: string, now: Date): Promise<boolean> {
    return this.change(tokenHash, now, (row) => (row.webauthnChallenge = value));
  }

  async setEmailCode(tokenHash: Buffer, codeHash: string, now: Date): Promise<boolean> {
    if ((this.live(tokenHash, now)?.mailed ?? 0) >= MOST_EMAIL_CODES) return false;
    return this.change(tokenHash, now, (row) => {
      row.emailCodeHash = codeHash;
      row.mailed += 1;
    });
  }

  async bindDevice(tokenHash: Buffer, deviceId: Id, now: Date): Promise<boolean> {
    return this.change(tokenHash, now, (row) => (row.deviceId = deviceId));
  }

  async endAllOf(userId: Id): Promise<void> {
    for (const row of this.rows) if (row.userId === userId) row.claimed = true;
  }

  async purge(expiredBefore: Date, limit: number): Promise<number> {
    const old = this.rows.filter(({ expiresAt }) => expiresAt < expiredBefore).slice(0, limit);
    this.rows = this.rows.filter((row) => !old.includes(row));
    return old.length;
  }

  private change(tokenHash: Buffer, now: Date, change: (row: ChallengeRow) => void): boolean {
    const row = this.live(tokenHash, now);
    if (row) change(row);
    return row !== undefined;
  }

  private live(tokenHash: Buffer, now: Date): ChallengeRow | undefined {
    return this.rows.find((row) => row.hash === key(tokenHash) && !row.claimed && row.expiresAt > now);
  }
}

const key = (hash: Buffer) => hash.toString('hex');
const challengeOf = (row: ChallengeRow): Challenge => {
  const { purpose, userId, methods, context, expiresAt, attempts, deviceId } = row;
  const { webauthnChallenge, emailCodeHash } = row;
  return {
    ...{ purpose, userId, methods, context, expiresAt, attempts, deviceId },
    ...{ webauthnChallenge, emailCodeHash },
  };
};

export class FakeMfaAttempts implements MfaAttempts {
  private readonly rows = new Map<string, { attempts: number; windowEndsAt: Date }>();

  async claim(userId: Id, budgets: readonly CodeBudget[], now: Date): Promise<CodeVerdict> {
    const rows = budgets.map((budget) => ({ ...budget, row: this.count(userId, budget, now) }));
    const exceeded = rows.filter(({ row, attempts }) => row.attempts > attempts);
    const waits = exceeded.map(({ row }) => Math.ceil((row.windowEndsAt.getTime() - now.getTime()) / 1000));
    return {
      allowed: exceeded.length === 0,
      retryAfterSeconds: Math.max(1, ...waits),
      made: rows[0]!.row.attempts,
    };
  }

  async forget(userId: Id): Promise<void> {
    const [short, day] = [this.rows.get(`${userId} short`), this.rows.get(`${userId} day`)];
    if (short) short.attempts = 0;
    if (day) day.attempts -= 1;
  }

  async purge(now: Date, limit: number): Promise<number> {
    const old = [...this.rows].filter(([, { windowEndsAt }]) => windowEndsAt < now).slice(0, limit);
    for (const [name] of old) this.rows.delete(name);
    return old.length;
  }

  private count(userId: Id, { name, windowSeconds }: CodeBudget, now: Date) {
    const current = this.rows.get(`${userId} ${name}`);
    const fresh = { attempts: 0, windowEndsAt: new Date(now.getTime() + windowSeconds * 1000) };
    const row = current && current.windowEndsAt > now ? current : fresh;
    row.attempts += 1;
    this.rows.set(`${userId} ${name}`, row);
    return row;
  }
}

export class FakeTrustedDevices implements TrustedDevices {
  private rows: NewTrustedDevice[] = [];

  async insert(device: NewTrustedDevice): Promise<void> {
    this.rows.push(device);
  }

  async isTrusted(
    userId: Id,
    tokenHash: Buffer,
    passwordChangedAt: Date | null,
    now: Date,
  ): Promise<boolean> {
    return this.rows.some(
      (row) =>
        row.userId === userId &&
        row.tokenHash.equals(tokenHash) &&
        sameTime(row.passwordChangedAt, passwordChangedAt) &&
        row.expiresAt > now,
    );
  }

  async remove(userId: Id, id: Id): Promise<boolean> {
    return this.dropWhere((row) => row.userId === userId && row.id === id) > 0;
  }

  async removeAll(userId: Id): Promise<number> {
    return this.dropWhere((row) => row.userId === userId);
  }

  async purge(expiredBefore: Date, limit: number): Promise<number> {
    const old = this.rows.filter(({ expiresAt }) => expiresAt < expiredBefore).slice(0, limit);
    return this.dropWhere((row) => old.includes(row));
  }

  private dropWhere(meant: (row: NewTrustedDevice) => boolean): number {
    const before = this.rows.length;
    this.rows = this.rows.filter((row) => !meant(row));
    return before - this.rows.length;
  }
}
