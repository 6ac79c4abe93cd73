import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { MayBeAbsent } from '../../../../platform/http/may-be-absent.js';
import { PageDto } from '../../../../platform/http/page.dto.js';

const LONGEST_REDIRECT = 2048;

export class IdentityDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ example: 'google' })
  provider: string;
  @ApiProperty({ type: String, nullable: true, description: 'As the provider named it last' })
  email: string | null;
  createdAt: Date;
  @ApiProperty({ type: Date, nullable: true })
  lastUsedAt: Date | null;
}

export class IdentityPageDto extends PageDto {
  items: IdentityDto[];
}

export class LinkIdentityDto {
  @ApiPropertyOptional({
    description: 'Where the browser ends: one of `ALLOWED_REDIRECTS`, letter by letter; else a page of ours',
  })
  @MayBeAbsent()
  @IsString()
  @MaxLength(LONGEST_REDIRECT)
  redirect?: string;
}

export class AuthorizationDto {
  @ApiProperty({ description: 'Send the browser there: the one that got the cookie of this answer' })
  authorizationUrl: string;
}
