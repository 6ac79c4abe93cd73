import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import type { Page } from '../../kernel/page.js';

/** Newest first: ids are UUIDv7, so the last id of a page is the place where the next one begins. */
export class PageQueryDto {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 25 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit = 25;

  @ApiPropertyOptional({ type: String, format: 'uuid', description: '`nextCursor` of the page before' })
  @IsOptional()
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

/** @param rows up to `limit + 1` rows: the one too many tells that there is another page */
export function pageOf<T extends { id: string }>(rows: readonly T[], limit: number): Page<T> {
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
