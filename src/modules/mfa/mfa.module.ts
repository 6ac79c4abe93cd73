import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { SessionsModule } from '../sessions/index.js';
import { MfaPolicies, MfaSettings } from './domain/mfa-policies.js';
import { ConfiguredMfa } from './infra/configured-mfa.js';

@Module({
  imports: [IdentityModule, NotificationsModule, SessionsModule],
  providers: [
    ConfiguredMfa,
    { provide: MfaPolicies, useExisting: ConfiguredMfa },
    { provide: MfaSettings, useExisting: ConfiguredMfa },
  ],
})
export class MfaModule {}
