import { Global, Module } from '@nestjs/common';
import { DataKeyVault } from './data-key-vault.js';
import { DataKeys } from './data-keys.js';
import { UnreadableSecrets } from './unreadable-secrets.js';
import { Vault } from './vault.js';

/** Apart from CryptoModule, which the database does without. */
@Global()
@Module({
  providers: [DataKeys, UnreadableSecrets, { provide: Vault, useClass: DataKeyVault }],
  exports: [UnreadableSecrets, Vault],
})
export class VaultModule {}
