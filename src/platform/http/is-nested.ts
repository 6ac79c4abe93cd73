import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';

interface Options {
  /** A list of them. */
  readonly each?: boolean;
}

/** An object of a class of its own. `ValidateNested` alone lets a list through, and with `[]` nothing is checked. */
export const IsNested = (type: () => new () => object, { each = false }: Options = {}): PropertyDecorator =>
  applyDecorators(Type(type), ValidateNested({ each }), IsObject({ each }));
