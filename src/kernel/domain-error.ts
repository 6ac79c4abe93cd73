/** What kind of rule was broken. One filter at the HTTP edge maps each kind to one status. */
export type ErrorKind =
  | 'invalid' // 400: the request can never succeed as it stands
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'not-found' // 404: not there, or in another tenant
  | 'method' // 405: there, but not with this method
  | 'conflict' // 409
  | 'gone' // 410: a single-use thing that was used or has expired
  | 'too-large' // 413
  | 'unsupported' // 415
  | 'limited' // 429
  | 'unavailable'; // 503

/** One broken field. `path` is dotted (`profile.name`), `message` is for the caller's developer. */
export interface FieldError {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export interface DomainErrorInit {
  readonly kind: ErrorKind;
  /** Stable and namespaced, `module.what-happened`. Never renamed; documented in docs/errors.md. */
  readonly code: string;
  /** Safe to show to anyone: no internal names, no hint whether an account exists. */
  readonly publicMessage: string;
  readonly errors?: readonly FieldError[];
  /** Whole seconds after which a retry makes sense (`limited`, `unavailable`). */
  readonly retryAfterSeconds?: number;
  /** Extra members of the problem document, e.g. `{ methods: ['password'] }`. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** A rule of the business was broken. The only error that application code throws on purpose. */
export class DomainError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly publicMessage: string;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
  readonly extensions?: Readonly<Record<string, unknown>>;

  constructor(init: DomainErrorInit) {
    super(`${init.code}: ${init.publicMessage}`, { cause: init.cause });
    this.name = 'DomainError';
    this.kind = init.kind;
    this.code = init.code;
    this.publicMessage = init.publicMessage;
    this.errors = init.errors;
    this.retryAfterSeconds = init.retryAfterSeconds;
    this.extensions = init.extensions;
  }
}
