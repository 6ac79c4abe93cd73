import type { Provider } from '@nestjs/common';
import { Config } from '../../../../platform/config/config.js';
import { Metrics } from '../../../../platform/observability/metrics.js';
import { Guessability } from '../../domain/guessability.js';
import { PasswordHasher } from '../../domain/password-hasher.js';
import { ZxcvbnGuessability } from '../zxcvbn-guessability.js';
import { Argon2Engine } from './argon2-engine.js';
import { Argon2Scheme } from './argon2.scheme.js';
import { HashQueue } from './hash-queue.js';
import { loadArgon2Engine } from './load-argon2-engine.js';
import { pepperFrom } from './pepper.js';
import { QueuedPasswordHasher } from './queued-password-hasher.js';

/** Binds `PasswordHasher` and `Guessability`; `Argon2Engine.name` tells the boot log which engine runs. */
export const hashingProviders: Provider[] = [
  { provide: Guessability, useClass: ZxcvbnGuessability },
  { provide: Argon2Engine, useFactory: loadArgon2Engine },
  { provide: HashQueue, useFactory: createHashQueue, inject: [Config, Metrics] },
  { provide: PasswordHasher, useFactory: createPasswordHasher, inject: [Argon2Engine, HashQueue, Config] },
];

function createHashQueue({ raw }: Config, metrics: Metrics): HashQueue {
  const waited = metrics.histogram('hash_wait_seconds', 'Time password hashes waited for their turn');
  const took = metrics.histogram('hash_seconds', 'Time one password hash took');
  const queue = new HashQueue(
    { concurrency: raw.HASH_CONCURRENCY, waiting: raw.HASH_QUEUE_LIMIT },
    {
      hashed: (waitSeconds, hashSeconds) => {
        waited.observe(waitSeconds);
        took.observe(hashSeconds);
      },
    },
  );
  metrics.gauge('hash_queue_waiting', 'Password hashes waiting for their turn', () => queue.waiting);
  metrics.gauge('hash_in_flight', 'Password hashes being computed', () => queue.inFlight);
  return queue;
}

function createPasswordHasher(engine: Argon2Engine, queue: HashQueue, { raw }: Config): PasswordHasher {
  const pepper = raw.PASSWORD_PEPPER === undefined ? undefined : pepperFrom(raw.PASSWORD_PEPPER);
  return new QueuedPasswordHasher(new Argon2Scheme(engine, pepper), queue);
}
