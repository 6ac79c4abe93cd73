// Lets a child process run the sources as they are: `node --import ./test/support/run-typescript.mjs src/main.ts`.
// Tests that kill the service must not depend on how fresh a build is.
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
