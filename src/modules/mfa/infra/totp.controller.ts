import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Person } from '../../../kernel/principal.js';
import { CurrentUser, RequireAuth } from '../../../platform/http/access.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { Idempotent } from '../../../platform/http/idempotency/idempotent.decorator.js';
import { BeginTotp } from '../application/begin-totp.js';
import { ConfirmTotp } from '../application/confirm-totp.js';
import { EnrolmentGate } from './enrolment-gate.js';
import { BegunTotpView } from './begun-totp.view.js';
import { BeginTotpDto, ConfirmedTotpDto, ConfirmTotpDto } from './mfa.dto.js';

@ApiTags('Second factors')
@RequireAuth()
@Controller('mfa/totp')
export class TotpController {
  constructor(
    private readonly gate: EnrolmentGate,
    private readonly beginTotp: BeginTotp,
    private readonly confirmTotp: ConfirmTotp,
  ) {}

  /** Begins an authenticator app. Whoever has a device already needs a recent second factor: `POST /auth/step-up`. */
  @Post()
  @Idempotent()
  @ApiCreatedResponse({ type: BegunTotpView })
  async begin(@CurrentUser() user: Person, @Body() { name }: BeginTotpDto): Promise<BegunTotpView> {
    await this.gate.pass(user, 'totp');
    return this.beginTotp.execute(user.userId, name ?? undefined);
  }

  /** Confirms it with its first code: from now on it is asked for. The first device brings ten backup codes. */
  @Post(':id/confirm')
  @HttpCode(200)
  @ApiOkResponse({ type: ConfirmedTotpDto })
  async confirm(
    @CurrentUser() user: Person,
    @Param('id', IdParam) id: string,
    @Body() { code }: ConfirmTotpDto,
  ): Promise<ConfirmedTotpDto> {
    await this.gate.pass(user, 'totp');
    const { backupCodes } = await this.confirmTotp.execute(user, id, code);
    return { ...(backupCodes && { backupCodes: [...backupCodes] }) };
  }
}
