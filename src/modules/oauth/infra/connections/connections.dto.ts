import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { MayBeAbsent } from '../../../../platform/http/may-be-absent.js';
import { PageDto, PageQueryDto } from '../../../../platform/http/page.dto.js';
import { FAULTS } from '../../domain/providers/fault.js';
import { PROVIDERS } from '../../domain/providers/catalogue.js';

const PROVIDER_IDS = PROVIDERS.map(({ id }) => id);
const STATUSES = ['active', 'expiring', 'needs_reauth', 'revoked', 'error'] as const;
const NEXT_ACTIONS = ['none', 'wait', 'reconnect', 'grant_scopes', 'ask_administrator', 'fix_configuration'];
const REASONS = Object.keys(FAULTS);

export class AuthorizeConnectionDto {
  @ApiPropertyOptional({
    type: [String],
    example: ['https://www.googleapis.com/auth/gmail.readonly'],
    description: 'What to ask for; without it the defaults that GET /connections/providers shows',
  })
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  @Matches(/^[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]+$/, {
    each: true,
    message: 'each scope is one word of visible ASCII without quotes, backslashes and commas',
  })
  scopes?: string[];

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description:
      'Where the person is sent back to: exactly one of ALLOWED_REDIRECTS. Without it a page of ours says how it went',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2048)
  redirect?: string | null;

  @ApiPropertyOptional({ default: false, description: 'For the whole tenant; needs connection:manage' })
  @MayBeAbsent()
  @IsBoolean()
  shared?: boolean;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'A connection of yours that is to be mended, or to be granted more scopes',
  })
  @MayBeAbsent()
  @IsUUID()
  connectionId?: string;
}

export class AuthorizationUrlDto {
  @ApiProperty({
    example: 'https://slack.com/oauth/v2/authorize?client_id=…',
    description: 'Send the browser there',
  })
  authorizationUrl: string;
}

export class ConnectionListQueryDto extends PageQueryDto {
  @ApiPropertyOptional({ enum: PROVIDER_IDS })
  @MayBeAbsent()
  @IsIn(PROVIDER_IDS)
  provider?: string;

  @ApiPropertyOptional({ type: Boolean, description: 'Only shared ones, or only personal ones' })
  @MayBeAbsent()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  shared?: boolean;
}

export class ConnectionAccountDto {
  @ApiProperty({ example: 'T012AB3C4.U012A3CDE', description: 'As the provider knows it' })
  id: string;
  @ApiProperty({ type: String, nullable: true, example: 'ada @ Analytical Engines' })
  name: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'ada@example.com' })
  email: string | null;
}

export class ConnectionDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ enum: PROVIDER_IDS, example: 'slack' })
  provider: string;
  account: ConnectionAccountDto;
  @ApiProperty({ format: 'uuid', description: 'Who connected it' })
  ownerId: string;
  shared: boolean;
  @ApiProperty({ type: [String], example: ['chat:write'], description: 'What the provider granted' })
  scopes: string[];
  @ApiProperty({ type: [String], example: [], description: 'What was asked for and not granted' })
  missingScopes: string[];
  @ApiProperty({ enum: STATUSES })
  status: (typeof STATUSES)[number];
  @ApiProperty({ enum: REASONS, nullable: true, type: String, description: 'Why; null while all is well' })
  reason: string | null;
  @ApiProperty({ enum: NEXT_ACTIONS })
  nextAction: string;
  @ApiProperty({ type: Date, nullable: true, description: 'Of the access token; null: it does not expire' })
  expiresAt: Date | null;
  @ApiProperty({ type: Date, nullable: true })
  lastRefreshedAt: Date | null;
  @ApiProperty({ type: Date, nullable: true })
  lastCheckedAt: Date | null;
  createdAt: Date;
}

export class ConnectionPageDto extends PageDto {
  items: ConnectionDto[];
}

export class ConnectionStatusDto {
  @ApiProperty({ enum: STATUSES })
  status: (typeof STATUSES)[number];
  @ApiProperty({ enum: REASONS, nullable: true, type: String })
  reason: string | null;
  @ApiProperty({ enum: NEXT_ACTIONS })
  nextAction: string;
  @ApiProperty({ type: Date, nullable: true, description: 'A check is good for 30 seconds' })
  checkedAt: Date | null;
}

export class ConnectionTokenDto {
  @ApiProperty({ example: 'ya29.a0Af…', description: 'Good for a minute at least' })
  accessToken: string;
  @ApiProperty({ type: Date, nullable: true, description: 'null: it does not expire' })
  expiresAt: Date | null;
}
