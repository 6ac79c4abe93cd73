import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import { RequestMethod } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Config } from '../config/config.js';
import { ServiceState } from '../observability/service-state.js';
import { installBodyParsers } from './body-parsers.js';
import { cleanText } from './clean-text.js';
import { corsHook } from './cors.js';
import { HttpAdapter } from './http-adapter.js';
import { Origins } from './origins.js';
import { RequestLog } from './request-log.js';
import { standardHeaders } from './security-headers.js';
import { createValidationPipe } from './validation.js';

/** Smaller answers cost more to compress than to send. */
const COMPRESS_FROM_BYTES = 2048;

/** What is served beside `/api/v1`. */
const OUTSIDE_THE_API = [
  '.well-known/*path',
  'access/v1/*path',
  'health',
  'health/live',
  'health/ready',
  'metrics',
  'docs',
  'openapi.json',
  'errors/:code',
  'verify-email',
  'reset-password',
  'accept-invitation',
  'mfa-recovery',
  'mfa-recovery-cancel',
  'link-page.js',
  'confirm-identity',
  'signed-in',
  'signed-in.js',
  'dev/mailbox',
  'dev/mailbox/messages',
];

/** Everything about an application that does not depend on its modules: call it before `app.init()`. */
export async function configureHttp(app: NestFastifyApplication): Promise<void> {
  const config = app.get(Config);
  setPrefix(app);
  app.useGlobalPipes(createValidationPipe());
  const adapter = app.getHttpAdapter() as unknown as HttpAdapter;
  adapter.useStandardHeaders(await standardHeaders(config.secureCookies));
  const instance: FastifyInstance = adapter.getInstance();
  instance.addHook('onRequest', corsHook(app.get(Origins)));
  await instance.register(cookie);
  await instance.register(compress, { threshold: COMPRESS_FROM_BYTES, globalDecompression: false });
  await installBodyParsers(instance);
  addHooks(app, instance);
}

export function setPrefix(app: NestFastifyApplication): void {
  app.setGlobalPrefix('api/v1', {
    exclude: OUTSIDE_THE_API.map((path) => ({ path, method: RequestMethod.ALL })),
  });
}

function addHooks(app: NestFastifyApplication, instance: FastifyInstance): void {
  const requestLog = app.get(RequestLog);
  const state = app.get(ServiceState);
  instance.addHook('preValidation', (request, _reply, done) => {
    if (request.raw.url?.includes('%')) {
      cleanMembers(request.query);
      cleanMembers(request.params);
    }
    done();
  });
  instance.addHook('onSend', (_request, reply, _payload, done) => {
    if (state.stopping) reply.header('connection', 'close');
    done();
  });
  instance.addHook('onResponse', (request, reply, done) => {
    requestLog.record(request, reply);
    done();
  });
}

/** NFC for what the URL carried; that it is well-formed was checked when it arrived. */
function cleanMembers(members: unknown): void {
  const record = members as Record<string, string | string[]>;
  for (const name in record) {
    const value = record[name];
    if (typeof value === 'string') record[name] = cleanText(value);
    else if (Array.isArray(value)) record[name] = value.map((item) => cleanText(item));
  }
}
