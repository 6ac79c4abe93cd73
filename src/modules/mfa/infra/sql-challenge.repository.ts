import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import {
  CHALLENGE_MINUTES,
  MOST_ATTEMPTS,
  MOST_EMAIL_CODES,
  type Challenge,
  type ChallengePurpose,
  type NewChallenge,
} from '../domain/challenge.js';
import type { ChallengeRepository, CodeAttempt, CountedChallenge } from '../domain/challenge.repository.js';
import { verdictOn, type CountedAttempts } from '../domain/mfa-attempts.js';
import { countAttempt } from './sql-mfa-attempts.js';

const COLUMNS = `purpose, user_id AS "userId", methods, context, expires_at AS "expiresAt", attempts,
  device_id AS "deviceId", webauthn_challenge AS "webauthnChallenge", email_code_hash AS "emailCodeHash"`;
/** `$2`: now */
const LIVE = `token_hash = $1 AND claimed_at IS NULL AND expires_at > $2`;

/** `$3`: purpose, `$4`: tries that there are */
const ATTEMPT = `UPDATE mfa_challenges SET attempts = attempts + 1
  WHERE ${LIVE} AND purpose = $3 AND attempts < $4 RETURNING ${COLUMNS}`;
/** `$5`: method, `$6`, `$7`: names and seconds of the budgets. One row a budget, or one without any. */
const ATTEMPT_CODE = `WITH challenge AS (${ATTEMPT}), counted AS (${countAttempt({
  owner: `challenge."userId"`,
  from: `CROSS JOIN challenge WHERE $5 = ANY (challenge.methods)`,
  ...{ names: '$6', seconds: '$7', now: '$2' },
})})
  SELECT challenge.*, counted.budget, counted.attempts AS made, counted."windowEndsAt"
  FROM challenge LEFT JOIN counted ON true`;

interface CountedRow extends Challenge, Omit<CountedAttempts, 'budget' | 'attempts'> {
  readonly budget: string | null;
  readonly made: number;
}

/** Every step is one statement: what one node counted or claimed no other node can miss. */
@Injectable()
export class SqlChallengeRepository implements ChallengeRepository {
  constructor(private readonly database: Database) {}

  async insert(
    tokenHash: Buffer,
    { purpose, userId, methods, context }: NewChallenge,
    now: Date,
  ): Promise<Date> {
    const expiresAt = new Date(now.getTime() + CHALLENGE_MINUTES * 60_000);
    await this.database.execute(
      `INSERT INTO mfa_challenges (token_hash, purpose, user_id, methods, context, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [tokenHash, purpose, userId, methods, context, now, expiresAt],
    );
    return expiresAt;
  }

  async find(tokenHash: Buffer, purpose: ChallengePurpose, now: Date): Promise<Challenge | null> {
    return this.one(`SELECT ${COLUMNS} FROM mfa_challenges WHERE ${LIVE} AND purpose = $3`, [
      tokenHash,
      now,
      purpose,
    ]);
  }

  async attempt(tokenHash: Buffer, purpose: ChallengePurpose, now: Date): Promise<Challenge | null> {
    return this.one(ATTEMPT, [tokenHash, now, purpose, MOST_ATTEMPTS]);
  }

  async attemptCode(
    tokenHash: Buffer,
    purpose: ChallengePurpose,
    { method, budgets }: CodeAttempt,
    now: Date,
  ): Promise<CountedChallenge | null> {
    const [names, seconds] = [
      budgets.map(({ name }) => name),
      budgets.map(({ windowSeconds }) => windowSeconds),
    ];
    const rows = await this.database.query<CountedRow>(ATTEMPT_CODE, [
      ...[tokenHash, now, purpose, MOST_ATTEMPTS, method, names, seconds],
    ]);
    if (!rows[0]) return null;
    const { budget: counted, made: _made, windowEndsAt: _ends, ...challenge } = rows[0];
    const attempts = rows.map(({ budget, made, windowEndsAt }) => ({
      ...{ budget: budget ?? '', attempts: made, windowEndsAt },
    }));
    return { ...challenge, verdict: counted === null ? null : verdictOn(attempts, budgets, now) };
  }

  async claim(tokenHash: Buffer, now: Date): Promise<boolean> {
    return this.changed(`UPDATE mfa_challenges SET claimed_at = $2 WHERE ${LIVE}`, [tokenHash, now]);
  }

  async setWebauthnChallenge(tokenHash: Buffer, value: string, now: Date): Promise<boolean> {
    return this.changed(`UPDATE mfa_challenges SET webauthn_challenge = $3 WHERE ${LIVE}`, [
      tokenHash,
      now,
      value,
    ]);
  }

  async setEmailCode(tokenHash: Buffer, codeHash: string, now: Date): Promise<boolean> {
    return this.changed(
      `UPDATE mfa_challenges SET email_code_hash = $3, email_codes_sent = email_codes_sent + 1
       WHERE ${LIVE} AND email_codes_sent < $4`,
      [tokenHash, now, codeHash, MOST_EMAIL_CODES],
    );
  }

  async bindDevice(tokenHash: Buffer, deviceId: Id, now: Date): Promise<boolean> {
    return this.changed(`UPDATE mfa_challenges SET device_id = $3 WHERE ${LIVE}`, [tokenHash, now, deviceId]);
  }

  /** Skips what is locked: whoever is answering a challenge holds it, and may wait for us. */
  async endAllOf(userId: Id, now: Date): Promise<void> {
    await this.database.execute(
      `UPDATE mfa_challenges SET claimed_at = $2 WHERE token_hash = ANY (ARRAY(
         SELECT token_hash FROM mfa_challenges WHERE user_id = $1 AND claimed_at IS NULL FOR UPDATE SKIP LOCKED))`,
      [userId, now],
    );
  }

  async purge(expiredBefore: Date, limit: number): Promise<number> {
    return this.database.execute(
      `DELETE FROM mfa_challenges WHERE token_hash = ANY (ARRAY(
         SELECT token_hash FROM mfa_challenges WHERE expires_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))`,
      [expiredBefore, limit],
    );
  }

  private async one(sql: string, parameters: unknown[]): Promise<Challenge | null> {
    const [challenge] = await this.database.query<Challenge>(sql, parameters);
    return challenge ?? null;
  }

  private async changed(sql: string, parameters: unknown[]): Promise<boolean> {
    return (await this.database.execute(sql, parameters)) > 0;
  }
}
