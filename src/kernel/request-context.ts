import type { Principal } from './principal.js';

export interface RequestFacts {
  readonly requestId: string;
  /** Canonical text form, after trusted proxies were taken off. */
  readonly ip: string;
  /** At most 512 characters. */
  readonly userAgent: string;
  principal: Principal | null;
}

/** The facts of the request being served; outside a request (jobs, CLI) there are none. */
export abstract class RequestContext {
  abstract current(): RequestFacts | undefined;
}
