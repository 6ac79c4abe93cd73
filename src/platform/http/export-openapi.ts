import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { setPrefix } from './configure-http.js';
import { buildDocument } from './openapi.js';

/** The contract of an application without starting it: nothing is instantiated, no database is needed. */
export async function exportOpenApi(module: DynamicModule): Promise<OpenAPIObject> {
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  setPrefix(app);
  const document = buildDocument(app);
  await app.close();
  return document;
}
