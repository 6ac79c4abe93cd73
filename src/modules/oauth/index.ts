/** All that other modules may know of oauth. */
export { OAuthModule } from './oauth.module.js';
