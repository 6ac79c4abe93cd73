import { Transform } from 'class-transformer';

/** A number in a query, where everything is text. `Number(text)` would read `0x10`, `1e1` and the empty text, too. */
export const FromDigits = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value,
  );
