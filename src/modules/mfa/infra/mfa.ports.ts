import type { Provider } from '@nestjs/common';
import { BackupCodes } from '../domain/backup-codes.js';
import { ChallengeRepository } from '../domain/challenge.repository.js';
import { FactorRepository } from '../domain/factor.repository.js';
import { MfaAttempts } from '../domain/mfa-attempts.js';
import { MfaMeter } from '../domain/mfa-meter.js';
import { MfaPolicies, MfaSettings } from '../domain/mfa-policies.js';
import { Passkeys } from '../domain/passkeys.js';
import { QrCodes } from '../domain/qr-codes.js';
import { Recoveries } from '../domain/recoveries.js';
import { RecoveryLinks } from '../domain/recovery-links.js';
import { TotpDevices } from '../domain/totp-devices.js';
import { Totp } from '../domain/totp.js';
import { TrustedDevices } from '../domain/trusted-devices.js';
import { WebAuthn } from '../domain/web-authn.js';
import { ConfiguredMfa } from './configured-mfa.js';
import { PrometheusMfaMeter } from './prometheus-mfa-meter.js';
import { QrcodeQrCodes } from './qrcode-qr-codes.js';
import { SimpleWebAuthn } from './simple-web-authn.js';
import { SpeakeasyTotp } from './speakeasy-totp.js';
import { SqlBackupCodes } from './sql-backup-codes.js';
import { SqlChallengeRepository } from './sql-challenge.repository.js';
import { SqlFactorRepository } from './sql-factor.repository.js';
import { SqlMfaAttempts } from './sql-mfa-attempts.js';
import { SqlPasskeys } from './sql-passkeys.js';
import { SqlRecoveries } from './sql-recoveries.js';
import { SqlTotpDevices } from './sql-totp-devices.js';
import { SqlTrustedDevices } from './sql-trusted-devices.js';

/** Which port is answered by what. */
export const mfaPorts: Provider[] = [
  ConfiguredMfa,
  { provide: BackupCodes, useClass: SqlBackupCodes },
  { provide: ChallengeRepository, useClass: SqlChallengeRepository },
  { provide: FactorRepository, useClass: SqlFactorRepository },
  { provide: MfaAttempts, useClass: SqlMfaAttempts },
  { provide: MfaMeter, useClass: PrometheusMfaMeter },
  { provide: MfaPolicies, useExisting: ConfiguredMfa },
  { provide: MfaSettings, useExisting: ConfiguredMfa },
  { provide: Passkeys, useClass: SqlPasskeys },
  { provide: QrCodes, useClass: QrcodeQrCodes },
  { provide: Recoveries, useClass: SqlRecoveries },
  { provide: RecoveryLinks, useExisting: ConfiguredMfa },
  { provide: Totp, useClass: SpeakeasyTotp },
  { provide: TotpDevices, useClass: SqlTotpDevices },
  { provide: TrustedDevices, useClass: SqlTrustedDevices },
  { provide: WebAuthn, useClass: SimpleWebAuthn },
];
