import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../kernel/principal.js';

/** One kind of credential: how it travels and who it stands for. */
export interface CredentialReader {
  /** `cookie` credentials are subject to the CSRF rule, `bearer` ones are not. */
  readonly transport: 'cookie' | 'bearer';
  /** The raw credential if the request carries one of this kind; must not do I/O. */
  find(request: FastifyRequest): string | undefined;
  /** null: not, or no longer, valid. Without a promise when the answer is at hand: most requests never wait then. */
  authenticate(credential: string): Principal | null | Promise<Principal | null>;
}

/** Modules that issue credentials register their reader when they start. */
@Injectable()
export class CredentialReaders {
  readonly all: CredentialReader[] = [];

  register(reader: CredentialReader): void {
    this.all.push(reader);
  }
}
