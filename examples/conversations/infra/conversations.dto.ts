import { ApiProperty, PartialType } from '@nestjs/swagger';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { PageDto } from '../../../src/platform/http/page.dto.js';
import { ShareDto } from '../../../src/platform/tenant-aware/share.dto.js';
import { TenantAwareDto } from '../../../src/platform/tenant-aware/tenant-aware.dto.js';

export class CreateConversationDto {
  @ApiProperty({ example: 'Plans for spring', maxLength: 200 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  title: string;
}

export class UpdateConversationDto extends PartialType(CreateConversationDto, {
  skipNullProperties: false,
}) {}

export class ShareConversationDto extends ShareDto(
  'conversation:read',
  'conversation:update',
  'conversation:delete',
  'conversation:share',
) {}

export class ConversationDto extends TenantAwareDto {
  @ApiProperty({ example: 'Plans for spring' })
  title: string;
}

export class ConversationPageDto extends PageDto {
  items: ConversationDto[];
}
