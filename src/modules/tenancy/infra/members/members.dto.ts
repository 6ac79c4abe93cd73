import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsEmail,
  IsNotEmpty,
  IsOptional,
  IsString,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import { MayBeAbsent } from '../../../../platform/http/may-be-absent.js';
import { PageDto, PageQueryDto } from '../../../../platform/http/page.dto.js';

export class MembersQueryDto extends PageQueryDto {
  @ApiPropertyOptional({ format: 'email', description: 'Exactly this address, in any case' })
  @MayBeAbsent()
  @IsEmail()
  @MaxLength(254)
  email?: string;

  @ApiPropertyOptional({ description: 'Who has this role themselves, not through a group' })
  @MayBeAbsent()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  role?: string;
}

export class ChangeMemberDto {
  @ApiPropertyOptional({ type: [String], example: ['member'], description: 'All that they are to have' })
  @ValidateIf((_, value) => value !== undefined)
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  roles?: string[];

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'crm-4711',
    description: 'What you call this person; unique in the tenant',
  })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  externalId?: string | null;
}

class GroupReferenceDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ example: 'Support' })
  name: string;
}

export class MemberDto {
  @ApiProperty({ format: 'uuid' })
  userId: string;
  @ApiProperty({ format: 'email', example: 'jane@example.com' })
  email: string;
  @ApiProperty({ example: 'Jane Doe' })
  name: string;
  @ApiProperty({ type: String, nullable: true, format: 'uri' })
  avatarUrl: string | null;
  @ApiProperty({ type: [String], example: ['member'] })
  roles: string[];
  groups: GroupReferenceDto[];
  @ApiProperty({ type: String, nullable: true, example: 'crm-4711' })
  externalId: string | null;
  createdAt: Date;
}

export class MemberPageDto extends PageDto {
  items: MemberDto[];
}
