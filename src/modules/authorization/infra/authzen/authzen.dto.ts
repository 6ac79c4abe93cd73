import { ApiExtraModels, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ReasonDto } from '../decisions.dto.js';
import { SEMANTICS, type Semantic } from './evaluation-reader.js';

const PROPERTIES = {
  type: Object,
  description: 'For conditions: at most 50 names an object, lists of 100, texts of 2000 characters, 4 levels',
};

export class AuthzenSubjectKindDto {
  @ApiProperty({
    example: 'user',
    description: '`user` or `service-account`; of other types nobody is known',
  })
  type: string;
  @ApiPropertyOptional({ ...PROPERTIES, example: { department: 'Sales' } })
  properties?: Record<string, unknown>;
}

export class AuthzenSubjectDto extends AuthzenSubjectKindDto {
  @ApiProperty({
    example: 'alice',
    description: 'Id of the user or service account, or `externalId` of the member',
  })
  id: string;
}

export class AuthzenActionDto {
  @ApiProperty({
    example: 'manage',
    description:
      'The action of a permission on the type of the resource, or a permission (`resource:action`)',
  })
  name: string;
  @ApiPropertyOptional({ ...PROPERTIES, example: { soft: true } })
  properties?: Record<string, unknown>;
}

export class AuthzenResourceKindDto {
  @ApiProperty({ example: 'service-account' })
  type: string;
  @ApiPropertyOptional({ ...PROPERTIES, example: { status: 'active' } })
  properties?: Record<string, unknown>;
}

export class AuthzenResourceDto extends AuthzenResourceKindDto {
  @ApiProperty({ example: '0198c2a4-6f0e-7cc3-8d5b-3f6d2a1b9c10' })
  id: string;
}

class WithContextDto {
  @ApiPropertyOptional({ ...PROPERTIES, example: { hour: 10 } })
  context?: Record<string, unknown>;
}

export class AccessRequestDto extends WithContextDto {
  subject: AuthzenSubjectDto;
  action: AuthzenActionDto;
  resource: AuthzenResourceDto;
}

export class PartialAccessRequestDto extends WithContextDto {
  subject?: AuthzenSubjectDto;
  action?: AuthzenActionDto;
  resource?: AuthzenResourceDto;
}

export class EvaluationsOptionsDto {
  @ApiPropertyOptional({ enum: SEMANTICS, default: 'execute_all' })
  evaluations_semantic?: Semantic;
}

/** Each member stands in where an evaluation lacks it. */
export class EvaluationsDto extends PartialAccessRequestDto {
  @ApiPropertyOptional({
    type: () => [PartialAccessRequestDto],
    maxItems: 1000,
    description: 'Without any the request is answered as at `/access/v1/evaluation`',
    example: [{ action: { name: 'manage' } }, { action: { name: 'read' } }],
  })
  evaluations?: PartialAccessRequestDto[];

  @ApiPropertyOptional()
  options?: EvaluationsOptionsDto;
}

@ApiExtraModels(ReasonDto)
export class DecisionContextDto {
  @ApiPropertyOptional({ type: () => [ReasonDto], description: 'Everything that decided' })
  because?: ReasonDto[];
  @ApiPropertyOptional({
    type: Object,
    description: 'Of an evaluation that cannot be read',
    example: { status: 400, message: 'evaluations.1.resource is missing' },
  })
  error?: { status: number; message: string };
}

export class DecisionDto {
  decision: boolean;
  @ApiPropertyOptional()
  context?: DecisionContextDto;
}

export class DecisionsDto {
  /** In the order of the request. */
  @ApiProperty({ type: () => [DecisionDto] })
  evaluations: DecisionDto[];
}

class SearchPageWishDto {
  @ApiPropertyOptional({ description: '`next_token` of the page before; everything else stays as it was' })
  token?: string;
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    default: 50,
    description: 'More than 100 is as good as 100',
  })
  limit?: number;
}

class SearchDto extends WithContextDto {
  @ApiPropertyOptional({ example: { limit: 50 } })
  page?: SearchPageWishDto;
}

export class SubjectSearchDto extends SearchDto {
  subject: AuthzenSubjectKindDto;
  action: AuthzenActionDto;
  resource: AuthzenResourceDto;
}

export class ResourceSearchDto extends SearchDto {
  subject: AuthzenSubjectDto;
  action: AuthzenActionDto;
  resource: AuthzenResourceKindDto;
}

export class ActionSearchDto extends SearchDto {
  subject: AuthzenSubjectDto;
  resource: AuthzenResourceDto;
}

export class SearchPageDto {
  @ApiProperty({ description: 'Give it as `page.token` to read on; empty on the last page' })
  next_token: string;
  @ApiProperty({
    type: 'integer',
    description: 'How many results this page has; it may have none and not be the last',
  })
  count: number;
}

export class FoundEntityDto {
  @ApiProperty({ example: 'user' })
  type: string;
  @ApiProperty({ example: 'alice' })
  id: string;
}

export class FoundActionDto {
  @ApiProperty({ example: 'manage' })
  name: string;
}

export class FoundEntitiesDto {
  page: SearchPageDto;
  @ApiProperty({ type: () => [FoundEntityDto] })
  results: FoundEntityDto[];
}

export class FoundActionsDto {
  page: SearchPageDto;
  @ApiProperty({ type: () => [FoundActionDto] })
  results: FoundActionDto[];
}

export class AuthzenMetadataDto {
  @ApiProperty({ example: 'https://id.example' })
  policy_decision_point: string;
  access_evaluation_endpoint: string;
  access_evaluations_endpoint: string;
  search_subject_endpoint: string;
  search_resource_endpoint: string;
  search_action_endpoint: string;
}
