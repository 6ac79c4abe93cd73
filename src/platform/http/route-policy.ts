import 'reflect-metadata';
import type { ExecutionContext } from '@nestjs/common';
import { ASSURANCE, AUTHENTICATED, PUBLIC, type RequiredAssurance } from './access.js';
import { RATE_LIMIT } from './rate-limit/rate-limit.decorator.js';
import type { LimitedAction } from './rate-limit/rate-limits.js';

/** Every decorator that decides who may call a route. */
const ACCESS_DECISIONS: readonly string[] = [PUBLIC, AUTHENTICATED, ASSURANCE];

/** What the guards need to know about one handler. */
export interface RoutePolicy {
  readonly public: boolean;
  readonly assurance?: RequiredAssurance;
  readonly rateLimit?: LimitedAction;
}

type Target = abstract new (...args: never[]) => unknown;
/** Decorators as TypeScript sees them: a method of any signature. */
type Handler = (...args: never[]) => unknown;

const policies = new WeakMap<object, WeakMap<object, RoutePolicy>>();

/** The policy of the route being served; read from the decorators once per route. */
export function routePolicy(context: ExecutionContext): RoutePolicy {
  const controller = context.getClass();
  const handler = context.getHandler() as Handler;
  return policies.get(controller)?.get(handler) ?? remember(controller, handler);
}

function remember(controller: Target, handler: Handler): RoutePolicy {
  const policy = readPolicy(controller, handler);
  const ofController = policies.get(controller) ?? new WeakMap<object, RoutePolicy>();
  policies.set(controller, ofController.set(handler, policy));
  return policy;
}

function readPolicy(controller: Target, handler: Handler): RoutePolicy {
  const decisions = decisionsOf(controller, handler);
  return {
    // A route with no decision, or with a contradiction, is not public.
    public: decisions.length === 1 && decisions[0] === PUBLIC,
    assurance: decisions.includes(ASSURANCE)
      ? (read(ASSURANCE, controller, handler) as RequiredAssurance)
      : undefined,
    rateLimit: read(RATE_LIMIT, controller, handler) as LimitedAction | undefined,
  };
}

/** The decisions on the method, or else those on its class. */
export function decisionsOf(controller: Target, handler: Handler): string[] {
  const on = (target: object) => ACCESS_DECISIONS.filter((key) => Reflect.hasMetadata(key, target));
  const onHandler = on(handler);
  return onHandler.length > 0 ? onHandler : on(controller);
}

function read(key: string, controller: Target, handler: Handler): unknown {
  return (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller)) as unknown;
}
