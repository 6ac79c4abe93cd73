import { JwtService } from '@nestjs/jwt';
import { Invalidation } from '../../../src/kernel/invalidation.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { ChangeSigningKeys } from '../../../src/modules/tokens/application/signing-keys/change-signing-keys.js';
import { MaintainSigningKeys } from '../../../src/modules/tokens/application/signing-keys/maintain-signing-keys.js';
import { RotateSigningKeys } from '../../../src/modules/tokens/application/signing-keys/rotate-signing-keys.js';
import { WithdrawSigningKey } from '../../../src/modules/tokens/application/signing-keys/withdraw-signing-key.js';
import type { AccessTokenClaims } from '../../../src/modules/tokens/domain/access-token.js';
import { JwtAccessTokens } from '../../../src/modules/tokens/infra/jwt-access-tokens.js';
import { ConfiguredRotationPolicy } from '../../../src/modules/tokens/infra/signing-keys/configured-rotation-policy.js';
import { SealedKeyMaker } from '../../../src/modules/tokens/infra/signing-keys/sealed-key-maker.js';
import { SigningKeys } from '../../../src/modules/tokens/infra/signing-keys/signing-keys.js';
import { SqlSigningKeyRepository } from '../../../src/modules/tokens/infra/signing-keys/sql-signing-key.repository.js';
import { InvalidationBus } from '../../../src/platform/bus/invalidation-bus.js';
import { RevocableCaches } from '../../../src/platform/cache/revocable-cache.js';
import { Config } from '../../../src/platform/config/config.js';
import { NodeRandom } from '../../../src/platform/crypto/node-random.js';
import { SealedColumns } from '../../../src/platform/crypto/sealed-columns.js';
import { UnreadableSecrets } from '../../../src/platform/crypto/unreadable-secrets.js';
import { Database } from '../../../src/platform/database/database.js';
import { Metrics } from '../../../src/platform/observability/metrics.js';
import { atEndOfFile } from '../../support/cleanup.js';
import type { TestDatabase } from '../../support/database.js';
import { FakeOutbox, type FakeClock } from '../../support/fakes.js';
import { startPlatform } from '../../support/platform.js';

export const CLAIMS: AccessTokenClaims = {
  sub: '00000000-0000-7000-8000-00000000bbbb',
  sid: '00000000-0000-7000-8000-00000000aaaa',
  jti: '00000000-0000-7000-8000-00000000cccc',
  auth_time: 1_767_225_600,
  amr: ['pwd'],
  acr: 'aal1',
};

/** All of one node that has to do with signing keys, over the real database and bus. */
export async function startKeyNode(
  database: TestDatabase,
  clock: FakeClock,
  env: Readonly<Record<string, string>> = {},
) {
  const { get } = await startPlatform(database, {
    JWT_ALGORITHM: 'ES256',
    PUBLIC_URL: 'https://id.example.test',
    ...env,
  });
  const [config, bus, metrics] = [get(Config), get(InvalidationBus), get(Metrics)];
  const outbox = new FakeOutbox();
  const repository = new SqlSigningKeyRepository(get(Database));
  const maker = new SealedKeyMaker(get(SealedColumns), get(UnreadableSecrets));
  const policy = new ConfiguredRotationPolicy(config);
  const unitOfWork = get(UnitOfWork);
  const change = new ChangeSigningKeys(
    ...([unitOfWork, repository, get(Invalidation), outbox, clock, new NodeRandom()] as const),
  );
  const maintain = new MaintainSigningKeys(repository, maker, policy, change);
  const keys = new SigningKeys(get(RevocableCaches), bus, repository, maker, maintain);
  atEndOfFile(() => keys.beforeApplicationShutdown());
  await keys.onApplicationBootstrap();
  return {
    ...{ keys, config, bus, outbox, repository, unitOfWork, maintain },
    tokens: new JwtAccessTokens(new JwtService(), keys, config, clock),
    rotate: new RotateSigningKeys(repository, maker, policy, change, maintain),
    withdraw: new WithdrawSigningKey(repository, policy, change, maintain),
    /** How many statements the node has sent, whatever for. */
    statements: () => numberOf(metrics, 'sallyport_database_query_seconds', '_count'),
  };
}

export type KeyNode = Awaited<ReturnType<typeof startKeyNode>>;

async function numberOf(metrics: Metrics, name: string, suffix: string): Promise<number> {
  const { values } = (await metrics.registry.getSingleMetric(name)!.get()) as {
    values: { metricName?: string; value: number }[];
  };
  return values.find(({ metricName }) => metricName === name + suffix)?.value ?? 0;
}
