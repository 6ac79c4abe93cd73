import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Person } from '../../../kernel/principal.js';
import { CurrentUser, RequireAuth } from '../../../platform/http/access.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { PageQueryDto } from '../../../platform/http/page.dto.js';
import { deviceOf } from '../../sessions/index.js';
import { DistrustDevice } from '../application/distrust-device.js';
import { TrustedDevicePageDto } from './mfa.dto.js';
import { MfaQueries } from './mfa.queries.js';

@ApiTags('Second factors')
@RequireAuth()
@Controller('mfa/trusted-devices')
export class TrustedDevicesController {
  constructor(
    private readonly queries: MfaQueries,
    private readonly distrustDevice: DistrustDevice,
  ) {}

  /** Browsers that are not asked for a second factor, newest first. */
  @Get()
  @ApiOkResponse({ type: TrustedDevicePageDto })
  async list(@CurrentUser() { userId }: Person, @Query() query: PageQueryDto): Promise<TrustedDevicePageDto> {
    const { items, nextCursor } = await this.queries.trustedDevicesOf(userId, query);
    return { items: items.map((row) => ({ ...row, device: deviceOf(row.userAgent) })), nextCursor };
  }

  /** From now on this browser is asked again. */
  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse()
  async remove(@CurrentUser() { userId }: Person, @Param('id', IdParam) id: string): Promise<void> {
    await this.distrustDevice.execute(userId, id);
  }
}
