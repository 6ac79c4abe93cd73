import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { MayBeAbsent } from '../../../platform/http/may-be-absent.js';
import { TENANT_SLUG } from './account.dto.js';

const LONGEST_REDIRECT = 2048;

export class BeginProviderSignInDto {
  @ApiPropertyOptional({
    description: 'Where the browser ends: one of `ALLOWED_REDIRECTS`, letter by letter; else a page of ours',
  })
  @MayBeAbsent()
  @IsString()
  @MaxLength(LONGEST_REDIRECT)
  redirect?: string;

  @ApiPropertyOptional({ description: 'Slug of the tenant to work in' })
  @MayBeAbsent()
  @Matches(TENANT_SLUG)
  tenant?: string;

  @ApiPropertyOptional({ description: 'Token of an invitation: joins its tenant' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(512)
  invitation?: string;

  @ApiPropertyOptional({ enum: ['true', 'false'], default: 'false' })
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  rememberMe?: 'true' | 'false';
}

export class SignInProviderDto {
  @ApiProperty({ example: 'google', description: 'GET /auth/oauth/{id} begins' })
  id: string;
  @ApiProperty({ example: 'Google', description: 'For the button' })
  name: string;
}

export class SignInProvidersDto {
  items: SignInProviderDto[];
}
