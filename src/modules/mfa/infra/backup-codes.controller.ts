import { Controller, Get, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Person } from '../../../kernel/principal.js';
import { CurrentUser, RequireAssurance, RequireAuth } from '../../../platform/http/access.js';
import { Idempotent } from '../../../platform/http/idempotency/idempotent.decorator.js';
import { MakeBackupCodes } from '../application/make-backup-codes.js';
import { FRESH_SECONDS } from './enrolment-gate.js';
import { BackupCodesDto, MadeBackupCodesDto } from './mfa.dto.js';
import { MfaQueries } from './mfa.queries.js';

@ApiTags('Second factors')
@Controller('mfa/backup-codes')
export class BackupCodesController {
  constructor(
    private readonly queries: MfaQueries,
    private readonly makeBackupCodes: MakeBackupCodes,
  ) {}

  /** How many of your backup codes are left. */
  @Get()
  @RequireAuth()
  @ApiOkResponse({ type: BackupCodesDto })
  async read(@CurrentUser() { userId }: Person): Promise<BackupCodesDto> {
    return { remaining: await this.queries.backupCodesOf(userId) };
  }

  /** Makes ten new backup codes; older ones die. Needs a recent second factor: `POST /auth/step-up`. */
  @Post()
  @RequireAssurance('aal2', { maxAge: FRESH_SECONDS })
  @Idempotent()
  @ApiCreatedResponse({ type: MadeBackupCodesDto })
  async make(@CurrentUser() { userId }: Person): Promise<MadeBackupCodesDto> {
    return { backupCodes: [...(await this.makeBackupCodes.execute(userId))] };
  }
}
