import { Injectable } from '@nestjs/common';
import { isEmail, isLocale, isURL } from 'class-validator';
import { DomainError } from '../../../kernel/domain-error.js';
import { cleanText } from '../../../platform/http/clean-text.js';
import type { ImportSyntax } from '../domain/user-import.js';
import { isSupportedHash } from './hashing/stored-hashes.js';

/** What the DTOs of registration and profile demand, for those who come by file. */
@Injectable()
export class ValidatorImportSyntax implements ImportSyntax {
  clean(text: string): string | null {
    try {
      return cleanText(text);
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }

  isEmail(text: string): boolean {
    return isEmail(text);
  }

  isLocale(text: string): boolean {
    return isLocale(text);
  }

  isWebAddress(text: string): boolean {
    const protocols = ['http', 'https'];
    return /^https?:/.test(text) && isURL(text, { protocols, require_protocol: true, require_tld: false });
  }

  isSupportedHash(text: string): boolean {
    return isSupportedHash(text);
  }
}
