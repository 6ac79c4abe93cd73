import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../src/kernel/clock.js';
import type { Account } from './accounts.js';

/** What somebody agreed to. */
export interface Grant {
  readonly account: Account;
  readonly clientId: string;
  /** May become fewer. */
  scopes: readonly string[];
  readonly nonce: string | null;
}

interface Code {
  readonly grant: Grant;
  readonly redirectUri: string;
  /** Of PKCE, S256; null: none was sent. */
  readonly challenge: string | null;
  /** Whether a refresh token comes with it. */
  readonly offline: boolean;
  readonly expiresAt: number;
}

interface Token {
  readonly grant: Grant;
  expiresAt: number;
}

/** What a token endpoint hands out, before it is put into a provider's own form. */
export interface Issued {
  readonly grant: Grant;
  readonly access: string;
  /** Null: none, or the one before stays. */
  readonly refresh: string | null;
  /** Seconds; null: the access token does not expire. */
  readonly expiresIn: number | null;
  readonly how: 'code' | 'refresh';
  /** Milliseconds. */
  readonly at: number;
}

export interface Lifetimes {
  /** Seconds; null: it does not expire. */
  readonly access: number | null;
  readonly refresh?: number;
}

export interface TokenRules {
  readonly life: Lifetimes;
  /** After a refresh: `stay` keeps the token, `renew` adds another, `rotate` replaces it. */
  readonly refreshTokens: 'stay' | 'renew' | 'rotate';
  /** A refresh also ends the access tokens before. */
  readonly endsAccess?: boolean;
  /** Without refresh tokens, access tokens do not expire. */
  readonly endlessAlone?: boolean;
  readonly prefixes: (scopes: readonly string[]) => { readonly access: string; readonly refresh: string };
}

export interface Proof {
  readonly clientId: string;
  readonly redirectUri: string;
  /** Of PKCE; empty: none was sent. */
  readonly verifier: string;
  /** No refresh token, whatever was asked for. */
  readonly bare: boolean;
}

export type CodeProblem = 'code' | 'redirect' | 'verifier';
type TokenState = 'good' | 'expired' | 'revoked';

const CODE_SECONDS = 60;

/** What one provider knows: who agreed to what, and which codes and tokens are good. */
export class Ledger {
  private readonly codes = new Map<string, Code>();
  private readonly access = new Map<string, Token>();
  private readonly refresh = new Map<string, Token>();
  private readonly live = new Set<Grant>();

  constructor(
    private readonly clock: Clock,
    private readonly rules: TokenRules,
  ) {}

  openCode(code: Omit<Code, 'expiresAt'>): string {
    const value = randomBytes(16).toString('hex');
    this.codes.set(value, { ...code, expiresAt: this.in(CODE_SECONDS) });
    return value;
  }

  /** A code works once, for the client and the address it was made for, and with the verifier of its challenge. */
  exchange(value: string, proof: Proof): Issued | CodeProblem {
    const code = this.codes.get(value);
    this.codes.delete(value);
    if (!code || code.expiresAt <= this.now() || code.grant.clientId !== proof.clientId) return 'code';
    if (code.redirectUri !== proof.redirectUri) return 'redirect';
    if (code.challenge !== null && challengeOf(proof.verifier) !== code.challenge) return 'verifier';
    this.live.add(code.grant);
    return this.issue(code.grant, 'code', code.offline && !proof.bare);
  }

  /** @returns null when the token is not, or no longer, good */
  refreshWith(value: string, clientId: string): Issued | null {
    const token = this.refresh.get(value);
    if (!token || this.stateOf(token) !== 'good' || token.grant.clientId !== clientId) return null;
    if (this.rules.refreshTokens === 'rotate') this.refresh.delete(value);
    if (this.rules.endsAccess) this.forget(this.access, token.grant);
    return this.issue(token.grant, 'refresh', this.rules.refreshTokens !== 'stay');
  }

  stateOfAccess(value: string): { readonly state: TokenState | 'unknown'; readonly grant: Grant | null } {
    const token = this.access.get(value);
    return token ? { state: this.stateOf(token), grant: token.grant } : { state: 'unknown', grant: null };
  }

  /** @param everything what else the same person agreed to for the same client goes too @returns whether it was known */
  revoke(value: string, everything: boolean): boolean {
    const token = this.access.get(value) ?? this.refresh.get(value);
    if (!token) return false;
    const { account, clientId } = token.grant;
    for (const grant of this.live)
      if (grant === token.grant || (everything && grant.account === account && grant.clientId === clientId))
        this.live.delete(grant);
    return true;
  }

  /** As people do on the provider's own pages. @param login everybody, when it is missing */
  withdraw(login?: string): number {
    const gone = this.grantsOf(login);
    for (const grant of gone) this.live.delete(grant);
    return gone.length;
  }

  expireAccess(): void {
    for (const token of this.access.values()) token.expiresAt = this.now();
  }

  grantsOf(login?: string): Grant[] {
    return [...this.live].filter(({ account }) => login === undefined || account.login === login);
  }

  private issue(grant: Grant, how: Issued['how'], withRefresh: boolean): Issued {
    const { life, prefixes, endlessAlone = false } = this.rules;
    const prefix = prefixes(grant.scopes);
    const access = prefix.access + randomBytes(24).toString('hex');
    const refresh = withRefresh ? prefix.refresh + randomBytes(24).toString('hex') : null;
    const expiresIn = how === 'code' && !withRefresh && endlessAlone ? null : life.access;
    this.access.set(access, { grant, expiresAt: this.in(expiresIn) });
    if (refresh !== null) this.refresh.set(refresh, { grant, expiresAt: this.in(life.refresh ?? null) });
    return { grant, access, refresh, expiresIn, how, at: this.now() };
  }

  private stateOf({ grant, expiresAt }: Token): TokenState {
    if (!this.live.has(grant)) return 'revoked';
    return expiresAt <= this.now() ? 'expired' : 'good';
  }

  private forget(tokens: Map<string, Token>, grant: Grant): void {
    for (const [value, token] of tokens) if (token.grant === grant) tokens.delete(value);
  }

  private now(): number {
    return this.clock.now().getTime();
  }

  private in(seconds: number | null): number {
    return seconds === null ? Number.POSITIVE_INFINITY : this.now() + seconds * 1000;
  }
}

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
