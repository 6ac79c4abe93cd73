import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsOptional } from 'class-validator';

/**
 * A field that may be left out, for which there is no null: typed clients send one where they have nothing to say, and
 * it says the same. Where null means something of its own (the field is cleared) it is `IsOptional`, and `| null`.
 */
export const MayBeAbsent = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => value ?? undefined),
    IsOptional(),
  );
