import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';
import { IsTime } from '../../../../platform/http/is-time.js';
import { PageDto } from '../../../../platform/http/page.dto.js';

const SCOPE = /^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*$/;
const MOST_SCOPES = 100;

export class CreateTokenDto {
  @ApiProperty({ example: 'Nightly backup', description: 'For you, to know it again' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  name: string;

  @ApiProperty({
    type: [String],
    example: ['service-account:manage'],
    description: 'Permissions that you hold',
  })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MOST_SCOPES)
  @Matches(SCOPE, { each: true, message: 'scopes must be permissions such as document:read' })
  scopes: string[];

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2030-01-01T00:00:00Z',
    description: 'Without it the token does not expire, where the tenant allows that',
  })
  @IsOptional()
  @IsTime()
  expiresAt?: Date | null;
}

class TokenDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ example: 'Nightly backup' })
  name: string;
  @ApiProperty({ example: 'pat_abc…xyz' })
  display: string;
  @ApiProperty({ type: [String], example: ['service-account:manage'] })
  scopes: string[];
  createdAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt: Date | null;
}

export class CreatedTokenDto extends TokenDto {
  @ApiProperty({ description: 'Shown this once', example: 'pat_…' })
  token: string;
}

export class ListedTokenDto extends TokenDto {
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Exact to about a minute' })
  lastUsedAt: Date | null;
  @ApiProperty({ type: String, nullable: true, example: '203.0.113.7' })
  lastUsedIp: string | null;
}

export class TokenPageDto extends PageDto {
  items: ListedTokenDto[];
}
