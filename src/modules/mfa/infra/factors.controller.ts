import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Person } from '../../../kernel/principal.js';
import { CurrentUser, RequireAssurance, RequireAuth } from '../../../platform/http/access.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { PageQueryDto } from '../../../platform/http/page.dto.js';
import { RemoveFactor } from '../application/remove-factor.js';
import { RenameFactor } from '../application/rename-factor.js';
import { FRESH_SECONDS } from './enrolment-gate.js';
import { FactorDto, FactorPageDto, RenameFactorDto } from './mfa.dto.js';
import { MfaQueries } from './mfa.queries.js';

@ApiTags('Second factors')
@Controller('mfa/devices')
export class FactorsController {
  constructor(
    private readonly queries: MfaQueries,
    private readonly renameFactor: RenameFactor,
    private readonly removeFactor: RemoveFactor,
  ) {}

  /** Your authenticator apps and passkeys, newest first. */
  @Get()
  @RequireAuth()
  @ApiOkResponse({ type: FactorPageDto })
  async list(@CurrentUser() { userId }: Person, @Query() query: PageQueryDto): Promise<FactorPageDto> {
    const { items, nextCursor } = await this.queries.factorsOf(userId, query);
    return { items: items.map((factor) => FactorDto.of(factor)), nextCursor };
  }

  /** Gives a device another name. */
  @Patch(':id')
  @RequireAuth()
  @ApiOkResponse({ type: FactorDto })
  async rename(
    @CurrentUser() { userId }: Person,
    @Param('id', IdParam) id: string,
    @Body() { name }: RenameFactorDto,
  ): Promise<FactorDto> {
    return FactorDto.of(await this.renameFactor.execute(userId, id, name.trim()));
  }

  /** Removes a device, and ends the trust in browsers. Needs a recent second factor: `POST /auth/step-up`. */
  @Delete(':id')
  @HttpCode(204)
  @RequireAssurance('aal2', { maxAge: FRESH_SECONDS })
  @ApiNoContentResponse()
  async remove(@CurrentUser() { userId, tenantId }: Person, @Param('id', IdParam) id: string): Promise<void> {
    await this.removeFactor.execute(userId, tenantId, id);
  }
}
