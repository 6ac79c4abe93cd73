import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsDate } from 'class-validator';
import { timeOf } from '../../kernel/iso-time.js';

/** A `Date` that is sent as ISO 8601. `new Date(text)` would read much else, and 30 February as 2 March. */
export const IsTime = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' ? (timeOf(value) ?? value) : value,
    ),
    IsDate({ message: '$property must be a time that exists, such as 2030-01-01T00:00:00Z' }),
  );
