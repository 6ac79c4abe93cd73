import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MaxDate, MinDate } from 'class-validator';
import { IsTime } from '../../../../platform/http/is-time.js';
import { MayBeAbsent } from '../../../../platform/http/may-be-absent.js';

/** Dates know years that the database does not. */
const EARLIEST = new Date('1970-01-01T00:00:00Z');
const LATEST = new Date('9999-12-31T23:59:59Z');

export class AnalyticsQueryDto {
  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'Inclusive; default 30 days ago' })
  @MayBeAbsent()
  @IsTime()
  @MinDate(EARLIEST)
  @MaxDate(LATEST)
  from?: Date;

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'Exclusive; default now' })
  @MayBeAbsent()
  @IsTime()
  @MinDate(EARLIEST)
  @MaxDate(LATEST)
  to?: Date;
}

export class ProviderAnalyticsDto {
  @ApiProperty({ example: 'slack' })
  provider: string;
  @ApiProperty({ example: 12, description: 'People sent to the provider' })
  started: number;
  @ApiProperty({ example: 10, description: 'Of them those who came back and were connected' })
  completed: number;
  @ApiProperty({ example: 1 })
  failed: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    example: { access_denied: 1 },
    description: 'Of authorizations, refreshes, checks and revocations together',
  })
  failedByReason: Record<string, number>;
  @ApiProperty({ example: 480 })
  refreshes: number;
  @ApiProperty({ example: 2 })
  failedRefreshes: number;
  @ApiProperty({ type: Number, nullable: true, example: 180, description: 'Of refreshes, in milliseconds' })
  p50: number | null;
  @ApiProperty({ type: Number, nullable: true, example: 420 })
  p95: number | null;
}

export class AnalyticsDto {
  from: Date;
  to: Date;
  items: ProviderAnalyticsDto[];
}
