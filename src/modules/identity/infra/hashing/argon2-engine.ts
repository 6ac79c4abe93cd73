/** Everything an argon2 hash depends on (RFC 9106 §3.1). */
export interface Argon2Input {
  readonly type: Argon2Type;
  readonly version: Argon2Version;
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
  readonly password: string;
  readonly salt: Buffer;
  /** Bytes of output. */
  readonly length: number;
  /** RFC 9106's secret value K: the pepper. */
  readonly secret: Buffer | undefined;
}

export type Argon2Type = 'argon2d' | 'argon2i' | 'argon2id';
export type Argon2Version = 0x10 | 0x13;

/** A native implementation of argon2. Works off the event loop, in the thread pool. */
export abstract class Argon2Engine {
  /** The package it comes from, for the boot log. */
  abstract readonly name: string;
  abstract derive(input: Argon2Input): Promise<Buffer>;
}
