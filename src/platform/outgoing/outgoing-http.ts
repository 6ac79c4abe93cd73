/** What the service asks of others over HTTP. */
export interface OutgoingRequest {
  /** Who is asked, for metrics: a few words known in advance, e.g. `github`; never taken from a caller. */
  readonly name?: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For everything, from looking up the name to the last byte of the answer; default 10 seconds. */
  readonly timeoutMs?: number;
  /** Longest body of an answer, unpacked; default 1 MiB. */
  readonly maxBytes?: number;
  /** The operator wrote the address into the configuration: it may be http, and in a private network. */
  readonly trusted?: boolean;
}

export interface OutgoingAnswer {
  readonly status: number;
  /** Names in lower case; several of one name are joined with commas. Cookies are left out. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly durationMs: number;
}

/**
 * - `timeout`: no whole answer in time; the other side may have done what it was asked
 * - `unreachable`: no connection, or no answer that can be read; the same holds
 * - `too-large`: more than `maxBytes`
 * - `refused-address`: nothing was sent, because of where it would have gone
 */
export type OutgoingFailureKind = 'timeout' | 'unreachable' | 'too-large' | 'refused-address';

export class OutgoingFailure extends Error {
  override name = 'OutgoingFailure';

  /** @param message for operators: what is at the other end is none of a caller's business */
  constructor(
    readonly kind: OutgoingFailureKind,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** The one way out to other services. Follows no redirects, sends no cookies, uses no proxy. */
export abstract class OutgoingHttp {
  /** @throws OutgoingFailure; an answer of any status is none */
  abstract send(request: OutgoingRequest): Promise<OutgoingAnswer>;
}
