import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../kernel/principal.js';
import type { RequestContext, RequestFacts } from '../../kernel/request-context.js';
import { clientAddress } from './client-address.js';

const MAX_USER_AGENT = 512;

/** Facts that cost something are worked out when somebody asks: most requests never do. */
export class HttpRequestFacts implements RequestFacts {
  principal: Principal | null = null;
  private address?: string;

  constructor(private readonly request: FastifyRequest) {}

  get requestId(): string {
    return this.request.id;
  }

  get ip(): string {
    return (this.address ??= clientAddress(this.request));
  }

  get userAgent(): string {
    return (this.request.headers['user-agent'] ?? '').slice(0, MAX_USER_AGENT);
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    facts: HttpRequestFacts;
  }
}

/** One for the process: every request runs in a store of its own, whichever application serves it. */
const storage = new AsyncLocalStorage<RequestFacts>();

/** Runs what follows as part of the request. */
export function enterRequest(facts: RequestFacts, next: () => void): void {
  storage.run(facts, next);
}

@Injectable()
export class AlsRequestContext implements RequestContext {
  current(): RequestFacts | undefined {
    return storage.getStore();
  }
}
