import { ApiProperty, ApiPropertyOptional, IntersectionType, PartialType, PickType } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsNotEmpty, IsObject, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { MayBeAbsent } from '../../../platform/http/may-be-absent.js';
import { PageDto } from '../../../platform/http/page.dto.js';

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const DIRECTORIES = ['shared', 'isolated'] as const;

class TenantTextDto {
  @ApiProperty({ example: 'Acme' })
  @IsString()
  @Matches(/\S/)
  @MaxLength(100)
  name: string;

  @ApiProperty({ example: 'acme-berlin', description: 'Lower-case letters, digits, single hyphens; unique' })
  @IsString()
  @MaxLength(63)
  @Matches(SLUG)
  slug: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { timeZone: 'Europe/Berlin' },
    description: 'Whatever you want to keep with the tenant; at most 16384 characters of JSON',
  })
  @IsObject()
  settings: Record<string, unknown>;
}

/** Without a slug one is made from the name. */
export class CreateTenantDto extends IntersectionType(
  PickType(TenantTextDto, ['name']),
  PartialType(PickType(TenantTextDto, ['slug', 'settings']), { skipNullProperties: false }),
) {
  @ApiPropertyOptional({
    enum: DIRECTORIES,
    default: 'shared',
    description: '`isolated`: its people have accounts of their own, for this tenant alone',
  })
  @MayBeAbsent()
  @IsIn(DIRECTORIES)
  directory?: (typeof DIRECTORIES)[number];
}

/** Settings are replaced as a whole. */
export class ChangeTenantDto extends PartialType(TenantTextDto, { skipNullProperties: false }) {}

export class TenantDetailsDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ example: 'acme' })
  slug: string;
  @ApiProperty({ example: 'Acme' })
  name: string;
  @ApiProperty({ enum: DIRECTORIES })
  directory: (typeof DIRECTORIES)[number];
  @ApiProperty({ type: 'object', additionalProperties: true, example: { timeZone: 'Europe/Berlin' } })
  settings: Record<string, unknown>;
  createdAt: Date;
  updatedAt: Date;
}

export class TenantDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ example: 'acme' })
  slug: string;
  @ApiProperty({ example: 'Acme' })
  name: string;
  @ApiProperty({ enum: DIRECTORIES })
  directory: (typeof DIRECTORIES)[number];
  /** Your roles there. */
  @ApiProperty({ type: [String], example: ['owner'] })
  roles: string[];
  createdAt: Date;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Nobody can work there any more',
  })
  deletedAt: Date | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Until then its owners can restore it',
  })
  erasureAt: Date | null;
}

export class TenantPageDto extends PageDto {
  items: TenantDto[];
}

export class DeletedTenantDto {
  erasureAt: Date;
}

export class TransferOwnershipDto {
  @ApiProperty({ format: 'uuid', description: 'A member' })
  @IsUUID()
  @IsNotEmpty()
  userId: string;

  @ApiPropertyOptional({ default: false, description: 'Stay an owner too' })
  @MayBeAbsent()
  @IsBoolean()
  keepOwner?: boolean;
}
