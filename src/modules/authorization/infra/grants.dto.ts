import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsNotEmpty, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { IsNested } from '../../../platform/http/is-nested.js';
import { IsTime } from '../../../platform/http/is-time.js';
import { MayBeAbsent } from '../../../platform/http/may-be-absent.js';
import { PageDto, PageQueryDto } from '../../../platform/http/page.dto.js';
import { GRANT_SUBJECTS, type GrantSubjectType } from '../domain/grant.js';
import { LONGEST_CONDITION } from './cel-conditions.js';

export const RESOURCE_TYPE = /^[a-z][a-z0-9-]{0,62}$/;
export const LONGEST_ID = 200;
const GRANTABLE = /^[a-z][a-z0-9-]{0,62}:(\*|[a-z][a-z0-9-]{0,62})$/;

export class GrantSubjectDto {
  @ApiProperty({ enum: GRANT_SUBJECTS, example: 'role' })
  @IsIn(GRANT_SUBJECTS)
  type: GrantSubjectType;

  @ApiProperty({ example: 'viewer', description: 'Id of a user or a group, or name of a role' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_ID)
  id: string;
}

export class GrantResourceDto {
  @ApiProperty({ example: 'service-account' })
  @Matches(RESOURCE_TYPE, { message: '$property must be lower-case letters, digits and hyphens' })
  type: string;

  @ApiProperty({ example: '0198c2a4-6f0e-7cc3-8d5b-3f6d2a1b9c10' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_ID)
  id: string;
}

export class CreateGrantDto {
  @ApiProperty()
  @IsNested(() => GrantSubjectDto)
  subject: GrantSubjectDto;

  @ApiProperty({ example: 'service-account:manage', description: '`resource:action` or `resource:*`' })
  @Matches(GRANTABLE, { message: 'permission must be resource:action or resource:*' })
  permission: string;

  @ApiProperty()
  @IsNested(() => GrantResourceDto)
  resource: GrantResourceDto;

  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true, example: '2030-01-01T00:00:00Z' })
  @IsOptional()
  @IsTime()
  expiresAt?: Date | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: '"0198" in subject.groups',
    description: 'In CEL',
  })
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_CONDITION)
  when?: string | null;
}

export class GrantDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  subject: GrantSubjectDto;
  @ApiProperty({ example: 'service-account:manage' })
  permission: string;
  resource: GrantResourceDto;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt: Date | null;
  @ApiProperty({ type: String, nullable: true })
  when: string | null;
  @ApiProperty({ format: 'uuid' })
  createdBy: string;
  createdAt: Date;
}

export class GrantPageDto extends PageDto {
  items: GrantDto[];
}

/** Every filter that is given must match. */
export class GrantQueryDto extends PageQueryDto {
  @ApiPropertyOptional({ enum: GRANT_SUBJECTS })
  @MayBeAbsent()
  @IsIn(GRANT_SUBJECTS)
  subjectType?: GrantSubjectType;

  @ApiPropertyOptional()
  @MayBeAbsent()
  @IsString()
  @MaxLength(LONGEST_ID)
  subjectId?: string;

  @ApiPropertyOptional()
  @MayBeAbsent()
  @Matches(RESOURCE_TYPE)
  resourceType?: string;

  @ApiPropertyOptional()
  @MayBeAbsent()
  @IsString()
  @MaxLength(LONGEST_ID)
  resourceId?: string;
}
