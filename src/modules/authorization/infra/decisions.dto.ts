import { ApiExtraModels, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { MayBeAbsent } from '../../../platform/http/may-be-absent.js';
import { SUBJECT_TYPES, type Subject } from '../domain/subject.js';

/** Read by hand (check-reader.ts), not by class-validator: a batch of a thousand would take longer to validate than to answer. */
export class CheckResourceDto {
  @ApiProperty({ example: 'service-account' })
  type: string;
  @ApiProperty({ example: '0198c2a4-6f0e-7cc3-8d5b-3f6d2a1b9c10' })
  id: string;
  @ApiPropertyOptional({
    type: Object,
    example: { owner: 'ada' },
    description: 'What conditions may look at: at most 50 names, lists of at most 100',
  })
  properties?: Record<string, unknown>;
}

export class CheckSubjectDto implements Subject {
  @ApiProperty({ enum: SUBJECT_TYPES })
  type: Subject['type'];
  @ApiProperty({ format: 'uuid' })
  id: string;
}

export class CheckDto {
  @ApiProperty({ example: 'service-account:manage' })
  permission: string;

  @ApiPropertyOptional({
    description: 'Without it: whether in general. What depends on the resource says nothing then',
  })
  resource?: CheckResourceDto;

  @ApiPropertyOptional({
    description: 'Somebody else: needs `authz:check-others`. Without it yourself',
    example: null,
  })
  subject?: CheckSubjectDto | null;

  @ApiPropertyOptional({
    type: Object,
    example: { hour: 10 },
    description: 'What else conditions may look at',
  })
  context?: Record<string, unknown>;
}

export class CheckBatchDto {
  @ApiProperty({ type: () => [CheckDto], minItems: 1, maxItems: 1000 })
  checks: CheckDto[];
}

export class CheckResultDto {
  allowed: boolean;
}

export class CheckBatchResultDto {
  /** In the order of the checks. */
  @ApiProperty({ type: () => [CheckResultDto] })
  results: CheckResultDto[];
}

export class ReasonDto {
  @ApiProperty({ enum: ['role', 'rule', 'grant', 'scope', 'default-deny'], example: 'role' })
  kind: string;
  @ApiPropertyOptional({ example: 'owner', description: 'Of `role` and `rule`: which one says so' })
  role?: string;
  @ApiPropertyOptional({ example: '*', description: 'As the role, rule or grant has it' })
  permission?: string;
  @ApiPropertyOptional({ enum: ['allow', 'deny'], description: 'Of `rule`' })
  effect?: string;
  @ApiPropertyOptional({ type: String, nullable: true, description: 'The condition that held' })
  when?: string | null;
  @ApiPropertyOptional({ format: 'uuid', description: 'Of `grant`' })
  id?: string;
  @ApiPropertyOptional({ type: Object, description: 'Of `grant`: to whom it was given' })
  subject?: object;
  @ApiPropertyOptional({ type: Object, description: 'Of `grant`' })
  resource?: object;
  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true, description: 'Of `grant`' })
  expiresAt?: Date | null;
  @ApiPropertyOptional({ type: [String], description: 'Of `scope`: what the credential was made for' })
  scopes?: string[];
}

@ApiExtraModels(ReasonDto)
export class ExplanationDto {
  allowed: boolean;
  /** Everything that decided. */
  @ApiProperty({ type: () => [ReasonDto] })
  because: ReasonDto[];
}

export class MatrixRoleDto {
  @ApiProperty({ example: 'admin' })
  name: string;
  /** In the order of `permissions`; `sometimes`: it depends on a condition. */
  @ApiProperty({ enum: ['never', 'sometimes', 'always'], isArray: true })
  holds: string[];
}

export class MatrixDto {
  permissions: string[];
  @ApiProperty({ type: () => [MatrixRoleDto] })
  roles: MatrixRoleDto[];
}

export class MatrixQueryDto {
  @ApiPropertyOptional({ enum: ['json', 'csv'], default: 'json' })
  @MayBeAbsent()
  @IsIn(['json', 'csv'])
  format?: 'json' | 'csv';
}
