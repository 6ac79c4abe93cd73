/** Prints the contract as JSON; needs neither a database nor any configuration. */
import { AppModule } from './app.module.js';
import { exportOpenApi } from './platform/http/export-openapi.js';

process.stdout.write(`${JSON.stringify(await exportOpenApi(AppModule), null, 2)}\n`);
