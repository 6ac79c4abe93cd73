import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { RevocableCaches, type RevocableCache } from '../../../../platform/cache/revocable-cache.js';
import { connectionTag } from '../../domain/connections/connection.js';
import type { HotToken, HotTokens } from '../../domain/connections/hot-tokens.js';

const CAPACITY = 10_000;
const MAX_AGE_MS = 60_000;

@Injectable()
export class CachedHotTokens implements HotTokens {
  private readonly tokens: RevocableCache<HotToken>;

  constructor(caches: RevocableCaches) {
    this.tokens = caches.create<HotToken>({
      name: 'connection-tokens',
      max: CAPACITY,
      maxAgeMs: MAX_AGE_MS,
      tagsOf: ({ id }) => [connectionTag(id)],
    });
  }

  peek(tenantId: Id, id: Id): HotToken | undefined {
    return this.tokens.peek(keyOf(tenantId, id));
  }

  async get(tenantId: Id, id: Id, load: () => Promise<HotToken | null>): Promise<HotToken | null> {
    return this.tokens.get(keyOf(tenantId, id), load);
  }
}

/** The tenant is part of it: what one of them has loaded is not there for another. */
const keyOf = (tenantId: Id, id: Id): string => `${tenantId}:${id}`;
