import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { accessDecisions } from './access-decisions.js';
import { setPrefix } from './configure-http.js';
import { buildDocument } from './openapi.js';

/**
 * The contract of an application without starting it: nothing is instantiated, no database is needed.
 * @throws when somebody forgot to decide who may call a route, or decided twice
 */
export async function exportOpenApi(module: DynamicModule): Promise<OpenAPIObject> {
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  refuseUndecided(app);
  setPrefix(app);
  const document = buildDocument(app);
  await app.close();
  return document;
}

function refuseUndecided(app: NestFastifyApplication): void {
  const undecided = accessDecisions(app).filter(({ decisions }) => decisions.length !== 1);
  if (undecided.length === 0) return;
  const handlers = undecided.map(({ handler }) => handler).join(', ');
  throw new Error(`Give each of these routes one access decision (src/platform/http/access.ts): ${handlers}`);
}
