import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport';
import type { Principal } from '../../kernel/principal.js';

type Verified = Principal | null;

/** One kind of credential, how it travels and who it stands for: a passport strategy. */
export abstract class CredentialStrategy extends Strategy {
  abstract override readonly name: string;
  /** `cookie` credentials are subject to the CSRF rule, `bearer` ones are not. */
  abstract readonly transport: 'cookie' | 'bearer';

  /** The raw credential if the request carries one of this kind; must not do I/O. */
  abstract find(request: FastifyRequest): string | undefined;

  /** null: not, or no longer, valid. Without a promise when the answer is at hand: most requests never wait then. */
  abstract verify(credential: string): Verified | Promise<Verified>;

  /** What passport calls, on an attempt made from this strategy. */
  override authenticate(request: object): void {
    const attempt = this as unknown as Attempt;
    const credential = this.find(request as FastifyRequest);
    const verified = credential === undefined ? null : this.verify(credential);
    if (verified instanceof Promise)
      verified.then(
        (principal) => {
          conclude(attempt, principal);
        },
        (error: unknown) => {
          attempt.error(error);
        },
      );
    else conclude(attempt, verified);
  }
}

/** How passport hears the outcome. */
interface Attempt {
  success(principal: Principal): void;
  fail(status: number): void;
  error(error: unknown): void;
}

function conclude(attempt: Attempt, principal: Verified): void {
  if (principal) attempt.success(principal);
  else attempt.fail(401);
}

interface Outcome {
  readonly principal: Verified;
  readonly error?: unknown;
}

/**
 * Runs a strategy as passport does, on an object made from it that knows what to do with the outcome, but hands the
 * outcome back as a value. Passport's middleware would answer the request itself, and does not know Fastify.
 */
export function attempt(strategy: CredentialStrategy, request: FastifyRequest): Verified | Promise<Verified> {
  const state: { outcome?: Outcome; wake?: () => void } = {};
  const settle = (outcome: Outcome) => {
    state.outcome = outcome;
    state.wake?.();
  };
  const actions: Attempt = {
    success: (principal) => {
      settle({ principal });
    },
    fail: () => {
      settle({ principal: null });
    },
    error: (error) => {
      settle({ principal: null, error });
    },
  };
  const run = Object.assign(Object.create(strategy) as CredentialStrategy, actions);
  run.authenticate(request);
  if (state.outcome) return principalOf(state.outcome);
  return new Promise<void>((resolve) => (state.wake = resolve)).then(() => principalOf(state.outcome!));
}

function principalOf({ principal, error }: Outcome): Verified {
  if (error !== undefined) throw error as Error;
  return principal;
}
