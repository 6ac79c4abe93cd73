import { ChangeSigningKeys } from '../../application/signing-keys/change-signing-keys.js';
import { ListSigningKeys } from '../../application/signing-keys/list-signing-keys.js';
import { MaintainSigningKeys } from '../../application/signing-keys/maintain-signing-keys.js';
import { RotateSigningKeys } from '../../application/signing-keys/rotate-signing-keys.js';
import { WithdrawSigningKey } from '../../application/signing-keys/withdraw-signing-key.js';
import { KeyMaker } from '../../domain/signing-keys/key-maker.js';
import { RotationPolicy } from '../../domain/signing-keys/key-succession.js';
import { SigningKeyRepository } from '../../domain/signing-keys/signing-key.repository.js';
import { ConfiguredRotationPolicy } from './configured-rotation-policy.js';
import { MaintainSigningKeysJob } from './maintain-signing-keys.job.js';
import { SealedKeyMaker } from './sealed-key-maker.js';
import { SigningKeyMetrics } from './signing-key-metrics.js';
import { SigningKeys } from './signing-keys.js';
import { SqlSigningKeyRepository } from './sql-signing-key.repository.js';

/** For operators. */
export const signingKeyUseCases = [ListSigningKeys, RotateSigningKeys, WithdrawSigningKey];

export const signingKeyProviders = [
  ChangeSigningKeys,
  MaintainSigningKeys,
  MaintainSigningKeysJob,
  SealedKeyMaker,
  SigningKeyMetrics,
  SigningKeys,
  { provide: KeyMaker, useExisting: SealedKeyMaker },
  { provide: RotationPolicy, useClass: ConfiguredRotationPolicy },
  { provide: SigningKeyRepository, useClass: SqlSigningKeyRepository },
];
