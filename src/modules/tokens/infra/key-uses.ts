import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { RequestContext } from '../../../kernel/request-context.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import type { KeyUse } from '../domain/key-use.js';
import { PersonalAccessTokens } from '../domain/personal/personal-access-tokens.js';
import { ServiceAccountKeys } from '../domain/service-accounts/service-accounts.js';
import { leastRecent } from '../../../platform/cache/least-recent.js';

type Kind = 'personal-access-token' | 'service-account-key';

/** A use is written at most this often for one key, and no later than this after it. */
const RESOLUTION_MS = 60_000;
const FLUSH_MS = 10_000;
const REMEMBERED = 100_000;

/** Notes when and from where keys are used, without a write per request. */
@Injectable()
export class KeyUses implements OnApplicationShutdown {
  private readonly logger = new Logger(KeyUses.name);
  private readonly notedAt = new LRUCache<Id, number>(leastRecent(REMEMBERED));
  /** By kind and tenant: rows are written inside the tenant that they belong to. */
  private pending = new Map<string, KeyUse[]>();

  constructor(
    private readonly tokens: PersonalAccessTokens,
    private readonly keys: ServiceAccountKeys,
    private readonly unitOfWork: UnitOfWork,
    private readonly context: RequestContext,
    private readonly clock: Clock,
  ) {}

  note(kind: Kind, tenantId: Id, id: Id): void {
    const at = this.clock.now();
    if (at.getTime() - (this.notedAt.get(id) ?? -Infinity) < RESOLUTION_MS) return;
    this.notedAt.set(id, at.getTime());
    const place = `${kind} ${tenantId}`;
    const uses = this.pending.get(place) ?? [];
    uses.push({ id, at, ip: this.context.current()?.ip ?? 'unknown' });
    this.pending.set(place, uses);
  }

  @Interval(FLUSH_MS)
  async flush(): Promise<void> {
    const batch = this.pending;
    this.pending = new Map();
    for (const [place, uses] of batch) {
      const [kind, tenantId] = place.split(' ');
      const store = kind === 'personal-access-token' ? this.tokens : this.keys;
      try {
        await this.unitOfWork.run(() => store.noteUses(uses), { tenantId });
      } catch (error) {
        // When a key was used is told to its owner, not relied on: the next use says it again.
        this.logger.warn({ err: error, uses: uses.length }, 'uses of keys were not written');
      }
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.flush();
  }
}
