/**
 * The keys of access tokens, in memory. A change drops them (tag `signing-keys`) on every node, and they are read
 * again at once; while the bus is down nothing older than 700 ms is believed. What others send never makes this
 * node read: keys it has not heard of are unknown.
 */
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { EVERYTHING, InvalidationBus } from '../../../../platform/bus/invalidation-bus.js';
import { RevocableCache, RevocableCaches } from '../../../../platform/cache/revocable-cache.js';
import { MaintainSigningKeys } from '../../application/signing-keys/maintain-signing-keys.js';
import { SigningKeyRepository } from '../../domain/signing-keys/signing-key.repository.js';
import { SIGNING_KEYS_TAG } from '../../domain/signing-keys/signing-keys.events.js';
import { noSigningKey } from '../../domain/signing-keys/signing-keys.errors.js';
import { KeyRing, type OpenKey, type PublishedKeys, type Signer } from './key-ring.js';
import { SealedKeyMaker } from './sealed-key-maker.js';

const RING = 'ring';
/** Read again at least this often, whatever was announced. */
const MAX_AGE_MS = 60_000;
/** How often a node looks whether it still believes what it knows. */
const LOOK_MS = 500;

@Injectable()
export class SigningKeys implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(SigningKeys.name);
  private readonly cache: RevocableCache<KeyRing>;
  /** What was read last, believed or not. */
  private latest = new KeyRing([]);
  private reading: Promise<KeyRing> | undefined;
  private signer: Signer | undefined;
  /** A new RSA key can take seconds: the service starts meanwhile, and only who needs the key waits for it. */
  private ready: Promise<boolean> = Promise.resolve(true);
  private watch: NodeJS.Timeout | undefined;
  private closing = false;

  constructor(
    caches: RevocableCaches,
    bus: InvalidationBus,
    private readonly keys: SigningKeyRepository,
    private readonly maker: SealedKeyMaker,
    private readonly maintain: MaintainSigningKeys,
  ) {
    this.cache = caches.create<KeyRing>({
      ...{ name: 'signing-keys', max: 1, maxAgeMs: MAX_AGE_MS, tagsOf: () => [SIGNING_KEYS_TAG] },
    });
    // After the cache's own listener: what is read now is read after the change.
    bus.onInvalidate((tag) => {
      if (tag === SIGNING_KEYS_TAG || tag === EVERYTHING) this.refresh();
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    const { current } = await this.read();
    // One that does not open must not keep the service down, nor anybody from withdrawing it. Operators are told.
    if (current) await this.current().catch(() => undefined);
    else this.ready = this.makeFirst();
    this.watch = setInterval(() => {
      if (!this.cache.peek(RING)) this.refresh();
    }, LOOK_MS).unref();
  }

  beforeApplicationShutdown(): void {
    this.closing = true;
    clearInterval(this.watch);
  }

  /**
   * Signs new tokens.
   * @throws DomainError `tokens.no-signing-key`
   */
  async current(): Promise<Signer> {
    await this.untilReady();
    const ring = this.cache.peek(RING) ?? (await this.read());
    const { id, privateSealed } = ring.current ?? {};
    const key = id && ring.find(id);
    if (!key || !privateSealed) throw noSigningKey();
    if (this.signer?.id === id) return this.signer;
    const privateKey = this.maker.open(key.id, privateSealed);
    if (!privateKey) throw noSigningKey();
    this.signer = { ...key, privateKey };
    return this.signer;
  }

  /** Without a promise, unless it is uncertain whether what this node knows is still true. */
  find(id: string): OpenKey | undefined | Promise<OpenKey | undefined> {
    const ring = this.cache.peek(RING);
    return ring ? ring.find(id) : this.findAgain(id);
  }

  /** Also while the database is away: then what was known last, as whoever has cached it does. */
  async published(): Promise<PublishedKeys> {
    await this.ready;
    const ring = this.cache.peek(RING) ?? (await this.read().catch(() => this.latest));
    return ring.published;
  }

  /** When the key that signs began to, as far as this node knows. */
  get signsSince(): Date | undefined {
    return this.latest.current?.activatedAt ?? undefined;
  }

  /** An id that nobody knew waits for a reading that has begun anyway, and begins none. */
  private async findAgain(id: string): Promise<OpenKey | undefined> {
    const reading = this.latest.find(id) ? this.read() : this.reading;
    return (await reading)?.find(id);
  }

  /** A database that was away for a moment at the first start must not leave this node without a key until the next. */
  private async untilReady(): Promise<void> {
    const before = this.ready;
    if (await before) return;
    if (this.ready === before) this.ready = this.makeFirst();
    await this.ready;
  }

  /** @returns whether it was made; never rejects */
  private async makeFirst(): Promise<boolean> {
    try {
      await this.maintain.execute();
      return true;
    } catch (error) {
      if (!this.closing)
        this.logger.error('no signing key could be made: nobody gets an access token', error);
      return false;
    }
  }

  private refresh(): void {
    if (this.closing) return;
    this.read().catch((error: unknown) => {
      this.logger.debug(`signing keys could not be read: ${String(error)}`);
    });
  }

  /** Whoever asks while others do shares their reading, unless something was announced since it began. */
  private async read(): Promise<KeyRing> {
    const reading = this.cache.get(RING, async () => new KeyRing(await this.keys.inUse(), this.latest));
    this.reading = reading as Promise<KeyRing>;
    try {
      const ring = (await reading)!;
      if (this.reading === reading) this.latest = ring;
      return ring;
    } finally {
      if (this.reading === reading) this.reading = undefined;
    }
  }
}
