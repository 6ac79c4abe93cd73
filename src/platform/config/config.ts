import type { OAuthClients } from './oauth-clients.js';
import type { RawSettings } from './settings.js';

/** One AES-256 key; `id` is written beside everything it seals. */
export interface EncryptionKey {
  readonly id: string;
  readonly secret: Buffer;
}

/** The validated configuration, with defaults that depend on others filled in. Inject this class. */
export class Config {
  readonly production: boolean;
  /** Until the port is known (`PORT=0`) this names the configured one. */
  publicUrl: string;
  readonly docs: boolean;
  readonly examples: boolean;
  readonly logFormat: 'pretty' | 'json';

  constructor(
    readonly raw: Readonly<RawSettings>,
    readonly encryptionKeys: readonly EncryptionKey[],
    readonly oauthClients: OAuthClients = new Map(),
  ) {
    this.production = raw.NODE_ENV === 'production';
    this.publicUrl = (raw.PUBLIC_URL ?? `http://localhost:${String(raw.PORT)}`).replace(/\/+$/, '');
    this.docs = raw.DOCS ?? !this.production;
    this.examples = raw.EXAMPLES ?? !this.production;
    this.logFormat = raw.LOG_FORMAT ?? (this.production ? 'json' : 'pretty');
  }

  /** Cookies carry `Secure` and the `__Host-` prefix unless the public URL is plain http. */
  get secureCookies(): boolean {
    return this.publicUrl.startsWith('https:');
  }

  /** The key that seals; all of them open. */
  get sealingKey(): EncryptionKey {
    const { ENCRYPTION_KEY_CURRENT: current } = this.raw;
    return this.encryptionKeys.find(({ id }) => id === current) ?? this.encryptionKeys[0]!;
  }

  get issuer(): string {
    return this.raw.JWT_ISSUER ?? this.publicUrl;
  }

  get audience(): string {
    return this.raw.JWT_AUDIENCE ?? this.publicUrl;
  }

  /** With `PORT=0` the public URL is only known once the socket is bound. */
  listeningOn(port: number): void {
    if (!this.raw.PUBLIC_URL) this.publicUrl = `http://localhost:${String(port)}`;
  }
}
