import { isUtf8 } from 'node:buffer';
import formbody from '@fastify/formbody';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { cleanBody, cleanText, refuseUncleanUrl } from './clean-text.js';
import { requestBodyMalformed, requestMediaTypeUnsupported, requestTextInvalid } from './http.errors.js';

const FORM = 'application/x-www-form-urlencoded';

declare module 'fastify' {
  interface FastifyContextConfig {
    form?: boolean;
    oauthErrors?: boolean;
    jsonOr400?: boolean;
  }
}

/**
 * This route takes `application/x-www-form-urlencoded` (OAuth wants it) beside JSON. A browser form on any site can
 * send such a body, so only routes that need no cookie may carry this.
 * @param options.oauthErrors whether errors are answered as RFC 6749, section 5.2 has them
 */
export const AcceptsForm = ({ oauthErrors = false } = {}): MethodDecorator =>
  RouteConfig({ form: true, oauthErrors });

/** AuthZEN knows no 415: a body that is not JSON is a bad request like any other. */
export const JsonOrBadRequest = (): MethodDecorator => RouteConfig({ jsonOr400: true });

type Done = (error: Error | null, body?: unknown) => void;

/** JSON, and forms where a route asks for them; any other body is 415. */
export async function installBodyParsers(instance: FastifyInstance): Promise<void> {
  instance.removeAllContentTypeParsers();
  const parseJson = instance.getDefaultJsonParser('error', 'error') as (
    request: FastifyRequest,
    body: string,
    done: Done,
  ) => void;
  instance.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    // Many clients name the type also when they send nothing.
    if (body.length === 0) done(null, undefined);
    else if (!isUtf8(body)) done(requestTextInvalid());
    else {
      const text = body.toString();
      parseJson(request, text, (error, parsed) => {
        if (error) done(error);
        else finish(text, parsed, done);
      });
    }
  });
  instance.addHook('onRoute', refuseFormsUnlessWanted);
  await instance.register(formbody, { parser: parseForm });
}

/** Every documented body is an object; arrays and scalars would slip past the validation of a DTO. */
function finish(text: string, parsed: unknown, done: Done): void {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    done(requestBodyMalformed('The body must be a JSON object.'));
    return;
  }
  try {
    done(null, cleanBody(text, parsed));
  } catch (error) {
    done(error as Error);
  }
}

function refuseFormsUnlessWanted(route: RouteOptions): void {
  if (route.config?.form || route.method === 'GET' || route.method === 'HEAD') return;
  route.onRequest = [refuseForm, ...[route.onRequest ?? []].flat()];
}

function refuseForm(request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void): void {
  done(isForm(request.headers['content-type']) ? requestMediaTypeUnsupported() : undefined);
}

function isForm(contentType: string | undefined): boolean {
  return contentType?.trimStart().toLowerCase().startsWith(FORM) ?? false;
}

/** RFC 6749, section 3.2: parameters must not be included more than once. */
function parseForm(text: string): Record<string, unknown> {
  refuseUncleanUrl(text);
  const members: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    if (Object.hasOwn(members, name) || name in Object.prototype)
      throw requestBodyMalformed('Every parameter must be given once, under its documented name.');
    members[cleanText(name)] = cleanText(value);
  }
  return members;
}
