import { Injectable } from '@nestjs/common';
import { Digest } from '../../../kernel/digest.js';
import type { Id } from '../../../kernel/id.js';
import { Random } from '../../../kernel/random.js';
import { mintOpaqueToken, type OpaqueToken, type OpaqueTokenPrefix } from '../domain/opaque-token.js';

/** Makes a new opaque token and the id that its row will have. */
@Injectable()
export class MintToken {
  constructor(
    private readonly random: Random,
    private readonly digest: Digest,
  ) {}

  execute(prefix: OpaqueTokenPrefix): OpaqueToken & { readonly id: Id } {
    return { id: this.random.id(), ...mintOpaqueToken(prefix, this.random, this.digest) };
  }
}
