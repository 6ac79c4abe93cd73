// RFC draft-ietf-httpapi-idempotency-key-header: one effect per key, proven by the database. The answer is committed
// in the transaction of the effect, so a crash loses both or neither.
import { timingSafeEqual } from 'node:crypto';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Digest } from '../../../kernel/digest.js';
import { actorId } from '../../../kernel/principal.js';
import { DeferredCommit } from '../../database/deferred-commit.js';
import { serviceUnavailable } from '../http.errors.js';
import { IdempotencyKeys, type IdempotencyKey, type StoredAnswer } from './idempotency-keys.js';
import { idempotencyKeyInvalid, idempotencyMismatch } from './idempotency.errors.js';
import { Turns } from './turns.js';

const KEY_FORM = /^[\x21-\x7e]{1,255}$/;

/** The key was claimed by a twin while this request was at work. */
class Overtaken extends Error {}

interface Attempt {
  readonly id: IdempotencyKey;
  readonly requestHash: Buffer;
  readonly reply: FastifyReply;
}

@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly turns = new Turns();

  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly deferredCommit: DeferredCommit,
    private readonly digest: Digest,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.getArgByIndex<FastifyRequest>(0);
    const key = request.headers['idempotency-key'];
    if (key === undefined) return next.handle();
    if (typeof key !== 'string' || !KEY_FORM.test(key)) throw idempotencyKeyInvalid();
    const attempt = {
      id: { scope: request.principal ? actorId(request.principal) : 'anonymous', key },
      requestHash: this.hash(request),
      reply: context.getArgByIndex<FastifyReply>(1),
    };
    const handle = () => lastValueFrom(next.handle(), { defaultValue: undefined });
    return from(this.turns.take(`${attempt.id.scope} ${key}`, () => this.answer(attempt, handle)));
  }

  private async answer(attempt: Attempt, handle: () => Promise<unknown>): Promise<unknown> {
    const before = await this.keys.find(attempt.id);
    if (before) return replay(attempt, before);
    try {
      return await this.deferredCommit.run(handle, (result) => this.claim(attempt, result));
    } catch (error) {
      // A twin may have won, and this may have failed only because of what the twin did.
      const twin = await this.keys.find(attempt.id).catch(() => undefined);
      if (twin) return replay(attempt, twin);
      throw error instanceof Overtaken ? serviceUnavailable(error) : error;
    }
  }

  private async claim({ id, requestHash, reply }: Attempt, result: unknown): Promise<void> {
    const answer: StoredAnswer = {
      requestHash,
      status: reply.statusCode,
      body: result === undefined ? null : JSON.stringify(result),
    };
    if (!(await this.keys.claim(id, answer))) throw new Overtaken();
  }

  /** Keyed, because bodies hold passwords; over everything that decides what the request does. */
  private hash({ method, raw, principal, body }: FastifyRequest): Buffer {
    const parts = [method, raw.url, principal?.tenantId ?? null, body ?? null];
    return this.digest.keyed('idempotency', JSON.stringify(parts));
  }
}

function replay({ requestHash, reply }: Attempt, stored: StoredAnswer): unknown {
  if (!timingSafeEqual(stored.requestHash, requestHash)) throw idempotencyMismatch();
  reply.status(stored.status).header('idempotency-replayed', 'true');
  return stored.body === null ? undefined : (JSON.parse(stored.body) as unknown);
}
