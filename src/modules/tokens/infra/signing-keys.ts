import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { Clock } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import { Sealer } from '../../../platform/crypto/sealer.js';
import { Database } from '../../../platform/database/database.js';

const generate = promisify(generateKeyPair);

export type SigningAlgorithm = 'RS256' | 'ES256';

export interface SigningKey {
  /** RFC 7638 thumbprint. */
  readonly id: string;
  readonly algorithm: SigningAlgorithm;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly publicJwk: JWK;
}

interface KeyRow {
  id: string;
  algorithm: SigningAlgorithm;
  publicJwk: JWK;
  privateSealed: Buffer;
}

/** Keys that sign access tokens: made at the first start, sealed in the database, the same on every node. */
@Injectable()
export class SigningKeys implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(SigningKeys.name);
  private byId = new Map<string, SigningKey>();
  /** A new RSA key can take seconds: the service starts meanwhile, and only who needs the key waits for it. */
  private ready: Promise<void>;
  private closing = false;

  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.load();
    this.ready = this.currentOrNone() ? Promise.resolve() : this.create();
    this.ready.catch((error: unknown) => {
      if (!this.closing)
        this.logger.error('no signing key could be made: nobody gets an access token', error);
    });
  }

  beforeApplicationShutdown(): void {
    this.closing = true;
  }

  /** Signs new tokens. */
  async current(): Promise<SigningKey> {
    await this.ready;
    const key = this.currentOrNone();
    if (!key) throw new Error(`there is no signing key for ${this.config.raw.JWT_ALGORITHM}`);
    return key;
  }

  find(id: string): SigningKey | undefined {
    return this.byId.get(id);
  }

  async publicJwks(): Promise<JWK[]> {
    await this.ready;
    return [...this.byId.values()].map(({ publicJwk }) => publicJwk);
  }

  private currentOrNone(): SigningKey | undefined {
    return [...this.byId.values()].find(({ algorithm }) => algorithm === this.config.raw.JWT_ALGORITHM);
  }

  private async load(): Promise<void> {
    const rows = await this.database.query<KeyRow>(
      `SELECT id, algorithm, public_jwk AS "publicJwk", private_sealed AS "privateSealed" FROM signing_keys
       WHERE retired_at IS NULL ORDER BY created_at DESC`,
    );
    this.byId = new Map(rows.map((row) => [row.id, this.open(row)]));
  }

  /** Of several nodes that start on an empty database one inserts its key; all of them use what is stored. */
  private async create(): Promise<void> {
    const algorithm = this.config.raw.JWT_ALGORITHM;
    const { publicKey, privateKey } = await newKeyPair(algorithm);
    const jwk = publicKey.export({ format: 'jwk' });
    const id = await calculateJwkThumbprint(jwk);
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await this.database.execute(
      `INSERT INTO signing_keys (id, algorithm, public_jwk, private_sealed, created_at)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      [
        id,
        algorithm,
        { ...jwk, kid: id, alg: algorithm, use: 'sig' },
        this.sealer.seal(pem, contextOf(id)),
        this.clock.now(),
      ],
    );
    await this.load();
    this.logger.log(`signing key ${id} (${algorithm}) is ready`);
  }

  private open({ id, algorithm, publicJwk, privateSealed }: KeyRow): SigningKey {
    const privateKey = createPrivateKey(this.sealer.open(privateSealed, contextOf(id)));
    const publicKey = createPublicKey({ key: publicJwk as JsonWebKey, format: 'jwk' });
    return { id, algorithm, publicJwk, privateKey, publicKey };
  }
}

const contextOf = (id: string): string => `signing_keys.private_sealed:${id}`;

async function newKeyPair(algorithm: SigningAlgorithm) {
  return algorithm === 'RS256'
    ? generate('rsa', { modulusLength: 3072 })
    : generate('ec', { namedCurve: 'P-256' });
}
