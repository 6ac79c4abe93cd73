import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Random } from '../../../kernel/random.js';
import { FindUser } from '../../identity/index.js';
import { MOST_FACTORS, type Factor } from '../domain/factor.js';
import { passkeyRefused } from '../domain/mfa.errors.js';
import { Passkeys } from '../domain/passkeys.js';
import { amrOfPasskey } from '../domain/proofs.js';
import { WebAuthn, type CeremonyOptions, type CredentialJson } from '../domain/web-authn.js';
import { FactorAdded } from './factor-added.js';

const DEFAULT_NAME = 'Passkey';

export interface RegisteredPasskey {
  readonly device: Factor;
  /** With the first factor only. Shown once. */
  readonly backupCodes: readonly string[] | undefined;
}

export interface PreparedPasskey {
  /** RFC 8176 names that holding it adds. */
  readonly amr: readonly string[];
  readonly store: () => Promise<RegisteredPasskey>;
}

/** The two halves of registering a passkey; who may do so, and with which challenge, is decided around it. */
@Injectable()
export class RegisterPasskey {
  constructor(
    private readonly findUser: FindUser,
    private readonly passkeys: Passkeys,
    private readonly webAuthn: WebAuthn,
    private readonly factorAdded: FactorAdded,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  async options(userId: Id, challenge: string): Promise<CeremonyOptions> {
    const { email, name } = await this.findUser.execute(userId);
    const known = await this.passkeys.ofUser(userId);
    return this.webAuthn.creationOptions({ userId, email, name }, challenge, known);
  }

  /**
   * Everything that takes time: verifies the attestation, hashes the backup codes.
   * @returns what remains to be done in a transaction that has locked the owner's factors
   * @throws DomainError `mfa.passkey-refused`
   */
  async prepare(
    userId: Id,
    attestation: CredentialJson,
    challenge: string | null,
    name = DEFAULT_NAME,
  ): Promise<PreparedPasskey> {
    const registered = challenge && (await this.webAuthn.verifyRegistration(attestation, challenge));
    if (!registered) throw passkeyRefused();
    const prepared = await this.factorAdded.prepare(userId);
    const store = async () => {
      const passkey = { ...registered, id: this.random.id(), userId, name, createdAt: this.clock.now() };
      const device = await this.passkeys.insert(passkey, MOST_FACTORS);
      if (!device) throw passkeyRefused();
      return { device, backupCodes: await this.factorAdded.execute(userId, device, prepared) };
    };
    // Whoever registers it holds it; that they unlocked it says nothing of a password before it.
    const { backupEligible } = registered;
    return { amr: amrOfPasskey({ backupEligible, userVerified: false }), store };
  }
}
