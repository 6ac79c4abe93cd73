import { Injectable } from '@nestjs/common';
import { RotationPolicy, withdraw } from '../../domain/signing-keys/key-succession.js';
import { SigningKeyRepository } from '../../domain/signing-keys/signing-key.repository.js';
import { signingKeyUnknown } from '../../domain/signing-keys/signing-keys.errors.js';
import { ChangeSigningKeys } from './change-signing-keys.js';
import { MaintainSigningKeys } from './maintain-signing-keys.js';

/**
 * The emergency: a key may be in wrong hands. It leaves the JWKS and every token that it signed dies, on every node
 * within a second; the next key signs. Only where there is none, tokens are not issued until one is made: waiting for
 * that first would leave a thief's tokens alive meanwhile.
 */
@Injectable()
export class WithdrawSigningKey {
  constructor(
    private readonly keys: SigningKeyRepository,
    private readonly policy: RotationPolicy,
    private readonly change: ChangeSigningKeys,
    private readonly maintain: MaintainSigningKeys,
  ) {}

  /**
   * Does nothing when the key is already over.
   * @throws DomainError `tokens.signing-key-unknown`
   */
  async execute(id: string): Promise<void> {
    if (!(await this.keys.all()).some((key) => key.id === id)) throw signingKeyUnknown();
    await this.change.execute((inUse, now) => withdraw(inUse, id, this.policy, now));
    await this.maintain.execute();
  }
}
