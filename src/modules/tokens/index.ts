/** All that other modules may know of tokens. */
export { TokensModule } from './tokens.module.js';
export { IssueAccessToken } from './application/issue-access-token.js';
