import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Principal } from '../../../kernel/principal.js';
import {
  CurrentPrincipal,
  CurrentTenant,
  RequireCredential,
  RequirePermission,
} from '../../../platform/http/access.js';
import { CheckFor } from '../application/check-for.js';
import { ShowMatrix } from '../application/show-matrix.js';
import { readBatch, readCheck } from './check-reader.js';
import {
  CheckBatchDto,
  CheckBatchResultDto,
  CheckDto,
  CheckResultDto,
  ExplanationDto,
  MatrixDto,
  MatrixQueryDto,
} from './decisions.dto.js';
import { csvOf } from './matrix-csv.js';

/** The body as it came: read by hand. */
type Unread = Readonly<Record<string, unknown>>;

@ApiTags('Decisions')
@Controller('authorization')
export class DecisionsController {
  constructor(
    private readonly checkFor: CheckFor,
    private readonly showMatrix: ShowMatrix,
  ) {}

  /** May you, in the active tenant? */
  @Post('check')
  @RequireCredential()
  @HttpCode(200)
  @ApiBody({ type: CheckDto })
  @ApiOkResponse({ type: CheckResultDto })
  async check(@CurrentPrincipal() asker: Principal, @Body() body: Unread): Promise<CheckResultDto> {
    return { allowed: await this.checkFor.check(asker, readCheck(body)) };
  }

  /** Up to 1000 questions at once. */
  @Post('check/batch')
  @RequireCredential()
  @HttpCode(200)
  @ApiBody({ type: CheckBatchDto })
  @ApiOkResponse({ type: CheckBatchResultDto })
  async checkBatch(@CurrentPrincipal() asker: Principal, @Body() body: Unread): Promise<CheckBatchResultDto> {
    const answers = await this.checkFor.checkEach(asker, readBatch(body));
    return { results: answers.map((allowed) => ({ allowed })) };
  }

  /** The same answer as `check`, with everything that decided. */
  @Post('explain')
  @RequireCredential()
  @HttpCode(200)
  @ApiBody({ type: CheckDto })
  @ApiOkResponse({ type: ExplanationDto })
  async explain(@CurrentPrincipal() asker: Principal, @Body() body: Unread): Promise<ExplanationDto> {
    const { allowed, because } = await this.checkFor.explain(asker, readCheck(body));
    return { allowed, because: because.map((reason) => ({ ...reason })) as ExplanationDto['because'] };
  }

  /** Every role of the active tenant against every permission. */
  @Get('matrix')
  @RequirePermission('role:read')
  @ApiProduces('application/json', 'text/csv')
  @ApiOkResponse({ type: MatrixDto })
  async matrix(
    @CurrentTenant() tenantId: string,
    @Query() { format }: MatrixQueryDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatrixDto | string> {
    const matrix = await this.showMatrix.execute(tenantId);
    if (format === 'csv') {
      void reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="permissions.csv"');
      return csvOf(matrix);
    }
    const { permissions, roles } = matrix;
    return {
      permissions: [...permissions],
      roles: roles.map(({ name, holds }) => ({ name, holds: [...holds] })),
    };
  }
}
