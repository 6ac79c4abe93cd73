import { argon2d, argon2i, argon2id, hash } from 'argon2';
import { Argon2Engine, type Argon2Input } from './argon2-engine.js';

const TYPES = { argon2d, argon2i, argon2id } as const;

/** The reference C implementation; there on every platform, compiled at installation where no binary fits. */
export class Argon2PackageEngine extends Argon2Engine {
  readonly name = 'argon2';

  derive(input: Argon2Input): Promise<Buffer> {
    return hash(input.password, {
      raw: true,
      type: TYPES[input.type],
      version: input.version,
      memoryCost: input.memoryKiB,
      timeCost: input.passes,
      parallelism: input.lanes,
      salt: input.salt,
      hashLength: input.length,
      secret: input.secret,
    });
  }
}
