import { Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { InjectThrottlerOptions, ThrottlerGuard, type ThrottlerModuleOptions } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Digest } from '../../../kernel/digest.js';
import { actorId, isSignedIn } from '../../../kernel/principal.js';
import { addressBlock } from '../client-address.js';
import { rateLimited } from '../http.errors.js';
import { routePolicy } from '../route-policy.js';
import type { Count } from './memory-counters.js';
import { RateLimitStorage } from './rate-limit.storage.js';
import { rateLimits, type Limit, type LimitedAction } from './rate-limits.js';

/** Nest takes a plain `true` from a guard as well, and does not wait then; the type of the base class says otherwise. */
const ALLOWED = true as unknown as Promise<boolean>;
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A limit as configured, with its header ready-made. */
interface ActiveLimit extends Limit {
  readonly windowMilliseconds: number;
  readonly policy: string;
}

/**
 * The throttler with our catalogue: which limits apply is known from the route, and while the counters are in this
 * process nothing waits. The header fields are those of draft-ietf-httpapi-ratelimit-headers.
 */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  private readonly active = new Map<LimitedAction, readonly ActiveLimit[]>();

  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    private readonly counters: RateLimitStorage,
    reflector: Reflector,
    private readonly digest: Digest,
  ) {
    super(options, counters, reflector);
  }

  override async onModuleInit(): Promise<void> {
    await super.onModuleInit();
    const allowed = new Map(this.throttlers.map(({ name, limit }) => [name, Number(limit)]));
    for (const [action, limits] of Object.entries(rateLimits))
      this.active.set(
        action as LimitedAction,
        limits.flatMap((limit: Limit) => activate(limit, allowed.get(limit.name))),
      );
  }

  override canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.getArgByIndex<FastifyRequest>(0);
    const limits = this.limitsFor(context, request);
    return limits && limits.length > 0
      ? this.countAll(limits, request, context.getArgByIndex<FastifyReply>(1))
      : ALLOWED;
  }

  private limitsFor(context: ExecutionContext, request: FastifyRequest): readonly ActiveLimit[] | undefined {
    const { rateLimit } = routePolicy(context);
    if (rateLimit) return this.active.get(rateLimit);
    const { principal } = request;
    if (principal) return this.active.get(isSignedIn(principal) ? 'api' : 'apiToken');
    return SAFE.has(request.method) ? undefined : this.active.get('public');
  }

  /** In turn: who is refused by one limit is not counted by the next. */
  private countAll(
    limits: readonly ActiveLimit[],
    request: FastifyRequest,
    reply: FastifyReply,
    from = 0,
  ): Promise<boolean> {
    for (let index = from; index < limits.length; index++) {
      const limit = limits[index]!;
      const count = this.counters.hit(this.keyOf(limit, request), limit.windowMilliseconds, limit.limit);
      if (count instanceof Promise)
        return count.then((counted) => {
          judge(limit, counted, reply);
          return this.countAll(limits, request, reply, index + 1);
        });
      judge(limit, count, reply);
    }
    return ALLOWED;
  }

  private keyOf({ name, by }: ActiveLimit, request: FastifyRequest): string {
    switch (by) {
      case 'user':
      case 'token-owner':
        return `${name}:${request.principal ? actorId(request.principal) : addressBlock(request.facts.ip)}`;
      case 'account':
        return `${name}:${this.accountOf(request.body) ?? addressBlock(request.facts.ip)}`;
      case 'address':
        return `${name}:${addressBlock(request.facts.ip)}`;
    }
  }

  /** Guards run before validation: anything may be in the body. The address itself never reaches Redis. */
  private accountOf(body: unknown): string | undefined {
    const email = (body as { email?: unknown } | undefined)?.email;
    return typeof email === 'string'
      ? this.digest.keyed('rate-limit', email.trim().toLowerCase()).toString('base64url')
      : undefined;
  }
}

/** Nothing when the limits are switched off. */
function activate(limit: Limit, allowed: number | undefined): ActiveLimit[] {
  if (allowed === undefined) return [];
  return [
    {
      ...limit,
      limit: allowed,
      windowMilliseconds: limit.windowSeconds * 1000,
      policy: `"${limit.name}";q=${String(allowed)};w=${String(limit.windowSeconds)}`,
    },
  ];
}

function judge(limit: ActiveLimit, { hits, millisecondsLeft }: Count, reply: FastifyReply): void {
  const seconds = Math.max(1, Math.ceil(millisecondsLeft / 1000));
  const left = Math.max(0, limit.limit - hits);
  add(reply, 'ratelimit-policy', limit.policy);
  add(reply, 'ratelimit', `"${limit.name}";r=${String(left)};t=${String(seconds)}`);
  if (hits > limit.limit) throw rateLimited(seconds);
}

function add(reply: FastifyReply, name: string, value: string): void {
  const before = reply.getHeader(name);
  reply.header(name, before === undefined ? value : `${String(before)}, ${value}`);
}
