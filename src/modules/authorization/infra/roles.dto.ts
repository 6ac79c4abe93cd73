import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { FromDigits } from '../../../platform/http/from-digits.js';
import { IsNested } from '../../../platform/http/is-nested.js';
import { MayBeAbsent } from '../../../platform/http/may-be-absent.js';
import { PageDto } from '../../../platform/http/page.dto.js';
import { PATTERN_FORM } from '../domain/permission-pattern.js';
import type { Rule } from '../domain/role.js';
import { LONGEST_CONDITION } from './cel-conditions.js';

/** What the database can count to. */
const LAST_VERSION = 2_147_483_647;

const PATTERN = { message: '$property must be resource:action, resource:* or *' };

export class RuleDto implements Rule {
  @ApiProperty({ example: 'service-account:manage', description: '`resource:action`, `resource:*` or `*`' })
  @Matches(PATTERN_FORM, PATTERN)
  permission: string;

  @ApiProperty({
    enum: ['allow', 'deny'],
    example: 'deny',
    description: 'Deny beats allow, whatever the order',
  })
  @IsIn(['allow', 'deny'])
  effect: 'allow' | 'deny';

  @ApiPropertyOptional({
    example: 'context.hour < 8 || context.hour >= 18',
    description: 'A condition in CEL over `subject`, `resource`, `action` and `context`; without it always',
  })
  @MayBeAbsent()
  @IsString()
  @MaxLength(LONGEST_CONDITION)
  when?: string;
}

export class CreateRoleDto {
  @ApiProperty({
    example: 'support',
    description: 'Unique in the tenant: lower-case letters, digits, hyphens',
  })
  @Matches(/^[a-z0-9](-?[a-z0-9]+)*$/, {
    message: 'name must be lower-case letters, digits and single hyphens',
  })
  @MaxLength(63)
  name: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Helps customers' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  description?: string | null;

  @ApiProperty({ type: [String], example: ['role:read'], description: 'Held without any condition' })
  @IsArray()
  @ArrayMaxSize(500)
  @Matches(PATTERN_FORM, { ...PATTERN, each: true })
  permissions: string[];

  @ApiPropertyOptional({ type: () => [RuleDto] })
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(100)
  @IsNested(() => RuleDto, { each: true })
  rules?: RuleDto[];
}

export class ChangeRoleDto extends PartialType(CreateRoleDto, { skipNullProperties: false }) {}

export class RollBackRoleDto {
  @ApiProperty({
    example: 1,
    minimum: 1,
    maximum: LAST_VERSION,
    description: 'The version that the role shall say again',
  })
  @IsInt()
  @Min(1)
  @Max(LAST_VERSION)
  version: number;
}

export class RoleDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ example: 'support' })
  name: string;
  @ApiProperty({ type: String, nullable: true })
  description: string | null;
  @ApiProperty({ description: 'The same in every tenant, and read-only' })
  system: boolean;
  @ApiProperty({ type: [String], example: ['role:read'] })
  permissions: string[];
  @ApiProperty({ type: () => [RuleDto] })
  rules: RuleDto[];
  @ApiProperty({ example: 1 })
  version: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  createdBy: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  updatedBy: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  createdAt: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  updatedAt: Date | null;
}

export class RolePageDto extends PageDto {
  items: RoleDto[];
}

export class RoleVersionDto {
  @ApiProperty({ example: 1 })
  version: number;
  name: string;
  @ApiProperty({ type: String, nullable: true })
  description: string | null;
  permissions: string[];
  @ApiProperty({ type: () => [RuleDto] })
  rules: RuleDto[];
  @ApiProperty({ format: 'uuid', description: 'Who made it say this' })
  createdBy: string;
  createdAt: Date;
}

export class RoleVersionsDto extends PageDto {
  /** Newest first. */
  items: RoleVersionDto[];
}

export class RoleVersionsQueryDto {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 25 })
  @MayBeAbsent()
  @FromDigits()
  @IsInt()
  @Min(1)
  @Max(100)
  limit = 25;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, description: '`nextCursor` of the page before' })
  @MayBeAbsent()
  @FromDigits()
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  cursor?: number;
}

const HOLDS = ['never', 'sometimes', 'always'] as const;

export class HoldChangeDto {
  @ApiProperty({ example: 'role:manage' })
  permission: string;
  @ApiProperty({ enum: HOLDS, description: '`sometimes`: it depends on a condition' })
  from: (typeof HOLDS)[number];
  @ApiProperty({ enum: HOLDS })
  to: (typeof HOLDS)[number];
}

export class AffectedHolderDto {
  @ApiProperty({ enum: ['user', 'service-account'] })
  type: 'user' | 'service-account';
  @ApiProperty({ format: 'uuid' })
  id: string;
  name: string;
  @ApiProperty({ type: () => [HoldChangeDto] })
  gains: HoldChangeDto[];
  @ApiProperty({ type: () => [HoldChangeDto] })
  loses: HoldChangeDto[];
}

export class RolePreviewDto {
  /** For somebody who has this role alone. */
  @ApiProperty({ type: () => [HoldChangeDto] })
  gains: HoldChangeDto[];
  @ApiProperty({ type: () => [HoldChangeDto] })
  loses: HoldChangeDto[];
  @ApiProperty({ example: 12, description: 'How many have the role' })
  holders: number;
  /** Those for whom something changes, their other roles considered; of the first 1000 holders. */
  @ApiProperty({ type: () => [AffectedHolderDto] })
  affected: AffectedHolderDto[];
}
