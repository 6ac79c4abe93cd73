import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import { PageDto } from '../../../../platform/http/page.dto.js';

const MOST_MEMBERS = 1000;

export class CreateGroupDto {
  @ApiProperty({ example: 'Support', description: 'Unique in the tenant' })
  @IsString()
  @Matches(/\S/)
  @MaxLength(100)
  name: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Answers tickets' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  description?: string | null;

  @ApiPropertyOptional({
    type: [String],
    example: ['viewer'],
    description: 'What its members hold beside their own',
  })
  @ValidateIf((_, value) => value !== undefined)
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  roles?: string[];
}

export class ChangeGroupDto extends PartialType(CreateGroupDto, { skipNullProperties: false }) {}

export class GroupDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ example: 'Support' })
  name: string;
  @ApiProperty({ type: String, nullable: true, example: 'Answers tickets' })
  description: string | null;
  @ApiProperty({ type: [String], example: ['viewer'] })
  roles: string[];
  @ApiProperty({ type: 'integer', example: 3 })
  memberCount: number;
  @ApiProperty({ format: 'uuid' })
  createdBy: string;
  @ApiProperty({ format: 'uuid' })
  updatedBy: string;
  createdAt: Date;
  updatedAt: Date;
}

export class GroupPageDto extends PageDto {
  items: GroupDto[];
}

export class SetGroupMembersDto {
  @ApiProperty({
    type: [String],
    format: 'uuid',
    example: [],
    description: 'Members of the tenant; all who are to be in the group',
  })
  @IsArray()
  @ArrayMaxSize(MOST_MEMBERS)
  @IsUUID(undefined, { each: true })
  userIds: string[];
}

class GroupMemberDto {
  @ApiProperty({ format: 'uuid' })
  userId: string;
  @ApiProperty({ format: 'email', example: 'jane@example.com' })
  email: string;
  @ApiProperty({ example: 'Jane Doe' })
  name: string;
  /** Since when they are in the group. */
  createdAt: Date;
}

export class GroupMemberPageDto extends PageDto {
  items: GroupMemberDto[];
}
