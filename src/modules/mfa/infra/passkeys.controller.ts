import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Person } from '../../../kernel/principal.js';
import { CurrentUser, RequireAuth } from '../../../platform/http/access.js';
import { AddPasskey } from '../application/add-passkey.js';
import { BeginPasskey } from '../application/begin-passkey.js';
import { EnrolmentGate } from './enrolment-gate.js';
import { FactorDto } from './mfa.dto.js';
import { CeremonyView } from './ceremony.view.js';
import { AddedPasskeyDto, AddPasskeyDto, BeginPasskeyDto } from './passkeys.dto.js';

@ApiTags('Second factors')
@RequireAuth()
@Controller('auth/device/register')
export class PasskeysController {
  constructor(
    private readonly gate: EnrolmentGate,
    private readonly beginPasskey: BeginPasskey,
    private readonly addPasskey: AddPasskey,
  ) {}

  /** What `navigator.credentials.create()` needs. Whoever has a device already needs a recent second factor. */
  @Post('options')
  @HttpCode(200)
  @ApiOkResponse({ type: CeremonyView })
  async options(@CurrentUser() user: Person, @Body() { name }: BeginPasskeyDto): Promise<CeremonyView> {
    await this.gate.pass(user, 'passkey');
    return CeremonyView.of(await this.beginPasskey.execute(user.userId, name ?? undefined));
  }

  /** Adds the passkey that the browser made. */
  @Post()
  @ApiCreatedResponse({ type: AddedPasskeyDto })
  async add(
    @CurrentUser() user: Person,
    @Body() { challengeId, attestation }: AddPasskeyDto,
  ): Promise<AddedPasskeyDto> {
    await this.gate.pass(user, 'passkey');
    const { device, backupCodes } = await this.addPasskey.execute(user, challengeId, attestation);
    return { device: FactorDto.of(device), ...(backupCodes && { backupCodes: [...backupCodes] }) };
  }
}
