import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { bootReport } from './boot-report.js';
import { createApp } from './create-app.js';
import { refusalOf } from './platform/boot-refusal.js';
import type { Config } from './platform/config/config.js';
import { loadConfig } from './platform/config/load-config.js';
import { stopGracefully } from './platform/http/graceful-stop.js';

async function start(): Promise<void> {
  const config = loadConfig();
  const app = await createApp(config);
  stopGracefully(app);
  await listen(app, config);
  bootReport(app, config);
}

async function listen(app: NestFastifyApplication, config: Config): Promise<void> {
  await app.listen(config.raw.PORT, config.raw.HOST);
  config.listeningOn((app.getHttpServer().address() as AddressInfo).port);
}

start().catch((error: unknown) => {
  process.stderr.write(`${refusalOf(error)}\n`);
  process.exit(1);
});
