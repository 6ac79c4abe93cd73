// A service that does nothing but keep an embedded database, in a process that a test can kill.
import 'reflect-metadata';
import { EmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';

const database = await EmbeddedPostgres.start({ dataDir: process.argv[2]! });
process.once('SIGTERM', () => {
  void database.stop().then(() => process.exit(0));
});
setInterval(() => undefined, 60_000);
console.log('ready');
