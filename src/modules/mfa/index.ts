/** All that other modules may know of second factors. */
export { MfaModule } from './mfa.module.js';
