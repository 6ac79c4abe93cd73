// Yardstick, run on the server's core: password hashes a second with one in flight, and one hash to sign in with.
import { Argon2Scheme } from '../../dist/src/modules/identity/infra/hashing/argon2.scheme.js';
import { loadArgon2Engine } from '../../dist/src/modules/identity/infra/hashing/load-argon2-engine.js';
import { PASSWORD } from './seed.mjs';

const SECONDS = 4;
const engine = await loadArgon2Engine();
const scheme = new Argon2Scheme(engine);
const hash = await scheme.hash(PASSWORD);

let count = 0;
const startedAt = performance.now();
while (performance.now() - startedAt < SECONDS * 1000) {
  await scheme.hash(PASSWORD);
  count += 1;
}
const perSecond = count / ((performance.now() - startedAt) / 1000);
process.stdout.write(JSON.stringify({ engine: engine.name, perSecond, hash }));
