import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { Principal } from '../../../../kernel/principal.js';
import { CurrentPrincipal, CurrentTenant, RequireCredential } from '../../../../platform/http/access.js';
import { JsonOrBadRequest } from '../../../../platform/http/body-parsers.js';
import { EvaluateAccess } from '../../application/authzen/evaluate-access.js';
import type { AccessRequest } from '../../application/authzen/access-request.js';
import { AccessRequestDto, DecisionDto, DecisionsDto, EvaluationsDto } from './authzen.dto.js';
import { readBatch, readEvaluation, type EvaluationBatch, type Semantic } from './evaluation-reader.js';

/** The body as it came: read by hand. */
type Unread = Readonly<Record<string, unknown>>;

/** OpenID AuthZEN Authorization API 1.0, sections 6 and 7; its names and conventions win over ours. */
@ApiTags('AuthZEN')
@ApiExtraModels(DecisionDto, DecisionsDto)
@RequireCredential()
@Controller('access/v1')
export class EvaluationsController {
  constructor(private readonly evaluate: EvaluateAccess) {}

  /** May this subject do this to this resource, in the tenant of the credential? */
  @Post('evaluation')
  @HttpCode(200)
  @JsonOrBadRequest()
  @ApiBody({ type: AccessRequestDto })
  @ApiOkResponse({ type: DecisionDto })
  async evaluation(
    @CurrentPrincipal() asker: Principal,
    @CurrentTenant() tenantId: string,
    @Body() body: Unread,
  ): Promise<DecisionDto> {
    return this.decide(asker, tenantId, readEvaluation(body));
  }

  /** Up to 1000 evaluations at once. */
  @Post('evaluations')
  @HttpCode(200)
  @JsonOrBadRequest()
  @ApiBody({ type: EvaluationsDto })
  @ApiOkResponse({
    description: 'One decision, as at `/access/v1/evaluation`, when the request has no evaluations',
    schema: { oneOf: [{ $ref: getSchemaPath(DecisionsDto) }, { $ref: getSchemaPath(DecisionDto) }] },
  })
  async evaluations(
    @CurrentPrincipal() asker: Principal,
    @CurrentTenant() tenantId: string,
    @Body() body: Unread,
  ): Promise<DecisionsDto | DecisionDto> {
    const batch = readBatch(body);
    if (!batch) return this.decide(asker, tenantId, readEvaluation(body));
    const decisions = await this.decideEach(asker, tenantId, batch);
    return { evaluations: cutShort(decisions, batch.semantic) };
  }

  private async decide(asker: Principal, tenantId: string, request: AccessRequest): Promise<DecisionDto> {
    const { allowed, because } = await this.evaluate.execute(asker, tenantId, request);
    const reasons = because.map((reason) => ({ ...reason })) as NonNullable<
      DecisionDto['context']
    >['because'];
    return { decision: allowed, context: { because: reasons } };
  }

  private async decideEach(
    asker: Principal,
    tenantId: string,
    { items }: EvaluationBatch,
  ): Promise<DecisionDto[]> {
    const readable = items.filter((item): item is AccessRequest => !Array.isArray(item));
    const answers = await this.evaluate.each(asker, tenantId, readable);
    return items.map((item) =>
      Array.isArray(item)
        ? unreadable(item as { message: string }[])
        : { decision: answers.shift() === true },
    );
  }
}

const unreadable = (errors: readonly { message: string }[]): DecisionDto => ({
  decision: false,
  context: { error: { status: 400, message: errors.map(({ message }) => message).join('; ') } },
});

/** Up to and with the decision that settles it; all where none does. */
function cutShort(decisions: DecisionDto[], semantic: Semantic): DecisionDto[] {
  if (semantic === 'execute_all') return decisions;
  const settling = semantic === 'permit_on_first_permit';
  const at = decisions.findIndex(({ decision }) => decision === settling);
  return at < 0 ? decisions : decisions.slice(0, at + 1);
}
