import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { MayBeAbsent } from '../../../src/platform/http/may-be-absent.js';
import { PageDto, PageQueryDto } from '../../../src/platform/http/page.dto.js';
import { ShareDto } from '../../../src/platform/tenant-aware/share.dto.js';
import { TenantAwareDto } from '../../../src/platform/tenant-aware/tenant-aware.dto.js';

export class CreateDocumentDto {
  @ApiProperty({ example: 'What we plant', maxLength: 200 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  title: string;

  @ApiProperty({ example: 'Beans along the wall.', maxLength: 20_000 })
  @IsString()
  @MaxLength(20_000)
  content: string;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, example: null })
  @IsOptional()
  @IsUUID()
  conversationId?: string | null;
}

export class UpdateDocumentDto extends PartialType(CreateDocumentDto, {
  skipNullProperties: false,
}) {}

export class ShareDocumentDto extends ShareDto(
  'document:read',
  'document:update',
  'document:delete',
  'document:share',
) {}

export class DocumentDto extends TenantAwareDto {
  @ApiProperty({ example: 'What we plant' })
  title: string;
  @ApiProperty({ example: 'Beans along the wall.' })
  content: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  conversationId: string | null;
}

export class ListDocumentsDto extends PageQueryDto {
  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'Only those of this conversation' })
  @MayBeAbsent()
  @IsUUID()
  conversationId?: string;
}

export class DocumentPageDto extends PageDto {
  items: DocumentDto[];
}
