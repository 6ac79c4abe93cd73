// Fields that a DTO does not know are refused by its validation; this does the same where a route takes no DTO at all.
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { requestInvalid } from './http.errors.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    anyQuery?: boolean;
  }
}

/** Somebody else's protocol decides what comes in the query of this route; it looks for itself. */
export const TakesAnyQuery = (): MethodDecorator => RouteConfig({ anyQuery: true });

/** Monitors and readers of pages may add what they like; the contract is for what lies below this. */
const API = '/api/v1/';

@Injectable()
export class DocumentedInputGuard implements CanActivate {
  private readonly taken = new WeakMap<object, ReadonlySet<RouteParamtypes>>();

  canActivate(context: ExecutionContext): boolean {
    const request = context.getArgByIndex<FastifyRequest>(0);
    const { anyQuery, form } = request.routeOptions.config;
    // RFC 6749, section 3.2: what OAuth clients send beside, servers ignore.
    const inQuery = request.url.includes('?') && !anyQuery && !form;
    if (!inQuery && request.body === undefined) return true;
    if (!request.url.startsWith(API)) return true;
    const taken = this.takenBy(context);
    if (inQuery && !taken.has(RouteParamtypes.QUERY)) refuseFields(request.query);
    if (!taken.has(RouteParamtypes.BODY)) refuseFields(request.body);
    return true;
  }

  private takenBy(context: ExecutionContext): ReadonlySet<RouteParamtypes> {
    const handler = context.getHandler();
    let taken = this.taken.get(handler);
    if (!taken) this.taken.set(handler, (taken = argumentsOf(context.getClass(), handler.name)));
    return taken;
  }
}

/** Nest keeps the decorated arguments of a handler under `type:index`. */
function argumentsOf(controller: object, handler: string): ReadonlySet<RouteParamtypes> {
  const found = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) as object | undefined;
  return new Set(Object.keys(found ?? {}).map((name) => Number(name.split(':', 1)[0])));
}

/** As many as make the point. */
const MOST_NAMED = 20;

function refuseFields(sent: unknown): void {
  const names = Object.keys(sent ?? {}).slice(0, MOST_NAMED);
  if (names.length === 0) return;
  throw requestInvalid(
    names.map((path) => ({ path, code: 'field.unknown', message: `property ${path} should not exist` })),
  );
}
