import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsUUID, Max, Min } from 'class-validator';
import type { PageRequest } from '../../kernel/page.js';
import { FromDigits } from './from-digits.js';
import { MayBeAbsent } from './may-be-absent.js';

/** Newest first: ids are UUIDv7, so the last id of a page is the place where the next one begins. */
export class PageQueryDto implements PageRequest {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 25 })
  @MayBeAbsent()
  @FromDigits()
  @IsInt()
  @Min(1)
  @Max(100)
  limit = 25;

  @ApiPropertyOptional({ type: String, format: 'uuid', description: '`nextCursor` of the page before' })
  @MayBeAbsent()
  @IsUUID()
  cursor?: string;
}

export abstract class PageDto {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Give it as `cursor` to read on; null on the last page',
  })
  nextCursor: string | null;
}

export { pageOf } from '../../kernel/page.js';
