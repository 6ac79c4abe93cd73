/** All that other modules may know of sign-in. */
export { SignInModule } from './sign-in.module.js';
