import { Injectable, type PipeTransform } from '@nestjs/common';
import { isId } from '../../kernel/id.js';
import { idMalformed } from './http.errors.js';

/** A path parameter that must be an id; anything else is a 400 that names it. */
@Injectable()
export class IdParam implements PipeTransform<string, string> {
  transform(value: string): string {
    const id = value.toLowerCase();
    if (!isId(id)) throw idMalformed();
    return id;
  }
}
