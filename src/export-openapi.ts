/** Prints the contract as JSON; needs neither a database nor any configuration. */
import { AppModule } from './app.module.js';
import { Config } from './platform/config/config.js';
import { defaultSettings } from './platform/config/load-config.js';
import { exportOpenApi } from './platform/http/export-openapi.js';

const document = await exportOpenApi(AppModule.with(new Config(defaultSettings(), [])));
process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
