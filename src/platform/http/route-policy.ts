import 'reflect-metadata';
import type { ExecutionContext } from '@nestjs/common';
import {
  ANY_CREDENTIAL,
  ASSURANCE,
  AUTHENTICATED,
  PERMISSION,
  PUBLIC,
  type AuthenticatedAccess,
  type RequiredAssurance,
  type RequiredPermission,
} from './access.js';
import { RATE_LIMIT } from './rate-limit/rate-limit.decorator.js';
import type { LimitedAction } from './rate-limit/rate-limits.js';

/** The decorators that decide who may call a route; `@RequireAssurance` decides alone, or adds to one of them. */
const ACCESS_DECISIONS: readonly string[] = [PUBLIC, AUTHENTICATED, ANY_CREDENTIAL, PERMISSION];

/** What the guards need to know about one handler. */
export interface RoutePolicy {
  readonly public: boolean;
  /** Any valid credential will do. */
  readonly anyCredential: boolean;
  /** To be held in the active tenant; undefined where the route is for signed-in people. */
  readonly permission?: RequiredPermission;
  /** Whether a personal access token will do where no permission is asked for. */
  readonly personalAccessTokens: boolean;
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
  const decided = (key: string) => (decisions.includes(key) ? read(key, controller, handler) : undefined);
  return {
    // A route with no decision, or with a contradiction, is not public.
    public: decisions.length === 1 && decisions[0] === PUBLIC,
    anyCredential: decisions.length === 1 && decisions[0] === ANY_CREDENTIAL,
    permission: decided(PERMISSION) as RequiredPermission | undefined,
    personalAccessTokens:
      (decided(AUTHENTICATED) as AuthenticatedAccess | undefined)?.personalAccessTokens ?? false,
    assurance: isAssured(controller, handler)
      ? (read(ASSURANCE, controller, handler) as RequiredAssurance)
      : undefined,
    rateLimit: read(RATE_LIMIT, controller, handler) as LimitedAction | undefined,
  };
}

/** The decisions on the method, or else those on its class. More than one contradict each other. */
export function decisionsOf(controller: Target, handler: Handler): string[] {
  const onHandler = decisionsOn(handler);
  const decisions = onHandler.length > 0 ? onHandler : decisionsOn(controller);
  const alone = decisions.every((decision) => decision === PUBLIC);
  return alone && isAssured(controller, handler) ? [...decisions, ASSURANCE] : decisions;
}

const decisionsOn = (target: object) => ACCESS_DECISIONS.filter((key) => Reflect.hasMetadata(key, target));

/** What a class demands holds for all its methods but those that say themselves that they are public. */
const isAssured = (controller: Target, handler: Handler) =>
  Reflect.hasMetadata(ASSURANCE, handler) ||
  (Reflect.hasMetadata(ASSURANCE, controller) && !Reflect.hasMetadata(PUBLIC, handler));

function read(key: string, controller: Target, handler: Handler): unknown {
  return (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller)) as unknown;
}
