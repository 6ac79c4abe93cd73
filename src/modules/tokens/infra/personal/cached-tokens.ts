/**
 * Personal access tokens from memory. They die here and on every other node within a second when they are revoked,
 * when their owner leaves the tenant or changes roles in it, is disabled, or gets another password, and when the tenant
 * lets tokens live less long.
 */
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { Digest } from '../../../../kernel/digest.js';
import type { Person } from '../../../../kernel/principal.js';
import { RevocableCache, RevocableCaches } from '../../../../platform/cache/revocable-cache.js';
import { rolesTag, tenantRolesTag } from '../../../authorization/index.js';
import { userTag } from '../../../identity/index.js';
import { tenantPolicyTag } from '../../../tenancy/index.js';
import { hashOfOpaqueToken } from '../../domain/opaque-token.js';
import {
  endOf,
  personalAccessTokenTag,
  type PersonalAccessToken,
} from '../../domain/personal/personal-access-token.js';
import { PersonalAccessTokens } from '../../domain/personal/personal-access-tokens.js';
import { TokenLimits } from '../../domain/personal/token-limits.js';
import { KeyUses } from '../key-uses.js';

const CAPACITY = 50_000;
const MAX_AGE_MS = 60_000;

interface Live {
  readonly token: PersonalAccessToken;
  readonly person: Person;
  readonly endsAt: Date | null;
}

@Injectable()
export class CachedTokens {
  private readonly byHash: RevocableCache<Live>;

  constructor(
    caches: RevocableCaches,
    private readonly tokens: PersonalAccessTokens,
    private readonly limits: TokenLimits,
    private readonly uses: KeyUses,
    private readonly digest: Digest,
    private readonly clock: Clock,
  ) {
    this.byHash = caches.create<Live>({
      name: 'personal-access-tokens',
      max: CAPACITY,
      maxAgeMs: MAX_AGE_MS,
      tagsOf: ({ token: { id, tenantId, userId } }) => [
        personalAccessTokenTag(id),
        rolesTag(tenantId, userId),
        tenantRolesTag(tenantId),
        userTag(userId),
        tenantPolicyTag(tenantId),
      ],
    });
  }

  /** Without a promise when the answer is at hand. */
  find(text: string): Person | null | Promise<Person | null> {
    const hash = hashOfOpaqueToken('pat_', text, this.digest);
    if (!hash) return null;
    const key = hash.toString('base64');
    const known = this.byHash.peek(key);
    return known ? this.used(known) : this.load(key, hash);
  }

  private async load(key: string, hash: Buffer): Promise<Person | null> {
    const live = await this.byHash.get(key, async () => {
      const token = await this.tokens.findPresented(hash);
      if (!token) return null;
      const endsAt = endOf(token, await this.limits.maxDays(token.tenantId));
      return { token, person: personOf(token), endsAt };
    });
    return live && this.used(live);
  }

  private used({ token, person, endsAt }: Live): Person | null {
    if (endsAt && endsAt <= this.clock.now()) return null;
    this.uses.note('personal-access-token', token.tenantId, token.id);
    return person;
  }
}

const personOf = ({ userId, tenantId, scopes, createdAt }: PersonalAccessToken): Person => ({
  credential: 'personal-access-token',
  userId,
  tenantId,
  scopes,
  sessionId: null,
  authTime: createdAt,
  acr: 'aal1',
  amr: [],
});
