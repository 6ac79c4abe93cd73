import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

// Names as the RFCs have them.

export class OAuthTokenDto {
  access_token: string;
  @ApiProperty({ enum: ['Bearer'] })
  token_type: 'Bearer';
  /** Seconds. */
  expires_in: number;
  @ApiPropertyOptional({ description: 'What the token is narrowed to' })
  scope?: string;
}

export class OAuthErrorDto {
  @ApiProperty({ example: 'invalid_client' })
  error: string;
  error_description: string;
}

export class IntrospectionDto {
  active: boolean;
  @ApiPropertyOptional({ format: 'uuid' })
  sub?: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'The tenant' })
  tid?: string;
  scope?: string;
  @ApiPropertyOptional({ format: 'uuid' })
  client_id?: string;
  token_type?: 'Bearer';
  exp?: number;
  iat?: number;
  iss?: string;
  aud?: string;
  jti?: string;
}

export class ExchangeDto {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: null,
    description: 'Who the token is for; without it this service',
  })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(512)
  audience?: string | null;

  @ApiPropertyOptional({
    example: 'service-account:manage',
    description: 'Permissions, separated by blanks; without them everything that you may do',
  })
  @IsOptional()
  @IsString()
  @MaxLength(4000)
  @Matches(/^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*( [a-z][a-z0-9-]*:[a-z][a-z0-9-]*)*$/)
  scope?: string | null;
}

export class ExchangedTokenDto {
  accessToken: string;
  @ApiProperty({ enum: ['Bearer'] })
  tokenType: 'Bearer';
  /** Seconds. */
  expiresIn: number;
}
