import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { Config } from './platform/config/config.js';
import { configureHttp } from './platform/http/configure-http.js';
import { createHttpAdapter } from './platform/http/http-adapter.js';
import { serveDocs } from './platform/http/openapi.js';
import { Log } from './platform/observability/log.js';
import { NestLogger } from './platform/observability/nest-logger.js';

const WIRING = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/** What makes the application fail to start is thrown to the caller: saying it here as well would say it twice. */
class BootLogger extends NestLogger {
  /** How Nest wires itself is for those who ask. */
  override log(message: unknown, ...rest: unknown[]): void {
    if (WIRING.has(String(rest.at(-1)))) super.debug(message, ...rest);
    else super.log(message, ...rest);
  }

  override error(message: unknown, ...rest: unknown[]): void {
    if (rest.at(-1) !== 'ExceptionHandler') super.error(message, ...rest);
  }
}

/** The whole service, ready to listen. */
export async function createApp(config: Config): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(config),
    createHttpAdapter(config),
    { abortOnError: false, logger: new BootLogger(Log.of(config)) },
  );
  await configureHttp(app);
  if (config.docs) serveDocs(app);
  await app.init();
  return app;
}
