/** All that other modules may know of tokens. */
export { TokensModule } from './tokens.module.js';
export { IssueAccessToken } from './application/issue-access-token.js';
export { ListSigningKeys } from './application/signing-keys/list-signing-keys.js';
export { RotateSigningKeys } from './application/signing-keys/rotate-signing-keys.js';
export { WithdrawSigningKey } from './application/signing-keys/withdraw-signing-key.js';
