import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Random } from '../../../kernel/random.js';
import { FindUser } from '../../identity/index.js';
import { MOST_FACTORS } from '../domain/factor.js';
import { tooManyFactors } from '../domain/mfa.errors.js';
import { MfaSettings } from '../domain/mfa-policies.js';
import { QrCodes } from '../domain/qr-codes.js';
import { TotpDevices } from '../domain/totp-devices.js';
import { Totp, TOTP_SEED_BYTES } from '../domain/totp.js';

const DEFAULT_NAME = 'Authenticator app';

/** What an authenticator app needs. Shown once. */
export interface BegunTotp {
  readonly deviceId: Id;
  /** Base32, for typing. */
  readonly secret: string;
  readonly otpauthUrl: string;
  /** An SVG as a data URL. */
  readonly qrCode: string;
}

/** Begins an authenticator app; it counts for nothing until one of its codes has confirmed it. */
@Injectable()
export class BeginTotp {
  constructor(
    private readonly devices: TotpDevices,
    private readonly findUser: FindUser,
    private readonly totp: Totp,
    private readonly qrCodes: QrCodes,
    private readonly settings: MfaSettings,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `mfa.too-many-devices` */
  async execute(userId: Id, name = DEFAULT_NAME): Promise<BegunTotp> {
    const { email } = await this.findUser.execute(userId);
    const secret = this.totp.secretFrom(this.random.token(TOTP_SEED_BYTES));
    const otpauthUrl = this.totp.keyUri(secret, this.settings.issuer, email);
    const qrCode = await this.qrCodes.draw(otpauthUrl);
    const deviceId = this.random.id();
    const device = { id: deviceId, userId, name, secret, now: this.clock.now() };
    if (!(await this.devices.insert(device, MOST_FACTORS))) throw tooManyFactors();
    return { deviceId, secret, otpauthUrl, qrCode };
  }
}
