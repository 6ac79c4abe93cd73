import { Body, Controller, Delete, Get, Global, HttpCode, Module, Param, Post, Query } from '@nestjs/common';
import type { DynamicModule, INestApplication, Provider, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Type as Cast } from 'class-transformer';
import { IsEmail, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../../src/kernel/domain-error.js';
import { actorId, type Person, type Principal } from '../../../src/kernel/principal.js';
import { RequestContext } from '../../../src/kernel/request-context.js';
import { Config } from '../../../src/platform/config/config.js';
import { loadConfig } from '../../../src/platform/config/load-config.js';
import { CryptoModule } from '../../../src/platform/crypto/crypto.module.js';
import { Database } from '../../../src/platform/database/database.js';
import { DeferredCommit } from '../../../src/platform/database/deferred-commit.js';
import {
  CurrentPrincipal,
  CurrentTenant,
  CurrentUser,
  Public,
  RequireAnyPermission,
  RequireAssurance,
  RequireAuth,
  RequirePermission,
} from '../../../src/platform/http/access.js';
import { AcceptsForm } from '../../../src/platform/http/body-parsers.js';
import { configureHttp } from '../../../src/platform/http/configure-http.js';
import { CredentialStrategies } from '../../../src/platform/http/credential-strategies.js';
import { CredentialStrategy } from '../../../src/platform/http/credential-strategy.js';
import { TakesAnyQuery } from '../../../src/platform/http/documented-input.guard.js';
import { createHttpAdapter } from '../../../src/platform/http/http-adapter.js';
import { HttpModule } from '../../../src/platform/http/http.module.js';
import { serveDocs } from '../../../src/platform/http/openapi.js';
import type { PermissionChecks } from '../../../src/platform/http/permission-checks.js';
import { RateLimit } from '../../../src/platform/http/rate-limit/rate-limit.decorator.js';
import { Jobs } from '../../../src/platform/jobs/jobs.js';
import { Log } from '../../../src/platform/observability/log.js';
import { NestLogger } from '../../../src/platform/observability/nest-logger.js';
import { ObservabilityModule } from '../../../src/platform/observability/observability.module.js';
import { RedisModule } from '../../../src/platform/redis/redis.module.js';
import { atEndOfFile } from '../../support/cleanup.js';
import { quietly } from '../../support/quietly.js';

class InnerDto {
  @IsInt()
  size: number;
}

class ThingDto {
  @IsString()
  name: string;

  @IsOptional()
  @IsEmail()
  email?: string;

  @IsOptional()
  @ValidateNested()
  @Cast(() => InnerDto)
  inner?: InnerDto;
}

class SearchDto {
  @IsOptional()
  @IsString()
  q?: string;
}

class EmailDto {
  @IsOptional()
  email?: unknown;
}

@Controller()
class ScratchController {
  constructor(private readonly context: RequestContext) {}

  @Get('me')
  @RequireAuth()
  me(@CurrentUser() { userId }: Person) {
    const known = this.context.current()?.principal;
    return { userId, known: known && actorId(known) };
  }

  @Get('my-name')
  @RequireAuth({ personalAccessTokens: true })
  myName(@CurrentUser() { userId }: Person) {
    return { userId };
  }

  @Get('tenant')
  @RequireAuth()
  tenant(@CurrentTenant() tenantId: string) {
    return { tenantId };
  }

  @Get('documents')
  @RequirePermission('document:read')
  documents(@CurrentPrincipal() principal: Principal) {
    return { actor: actorId(principal) };
  }

  @Get('drafts')
  @RequireAnyPermission('document:read', 'document:update')
  drafts() {
    return {};
  }

  @Get('vault')
  @RequirePermission('document:read')
  @RequireAssurance('aal2')
  vault() {
    return {};
  }

  @Get('facts')
  @Public()
  facts() {
    const { ip, userAgent, requestId } = this.context.current()!;
    return { ip, userAgent, requestId };
  }

  @Get('undecided')
  undecided() {
    return { reached: true };
  }

  @Post('things')
  @HttpCode(201)
  @Public()
  things(@Body() thing: ThingDto) {
    return { ...thing, requestId: this.context.current()?.requestId };
  }

  @Post('mine')
  @RequireAuth()
  mine() {
    return { done: true };
  }

  @Get('search')
  @Public()
  search(@Query() { q }: SearchDto) {
    return { q };
  }

  @Get('named/:name')
  @Public()
  @TakesAnyQuery()
  named(@Param('name') name: string) {
    return { name };
  }

  @Post('form')
  @Public()
  @AcceptsForm()
  form(@Body() thing: ThingDto) {
    return { ...thing };
  }

  @Post('login')
  @HttpCode(200)
  @Public()
  @RateLimit('login')
  login() {
    return {};
  }

  @Post('forgot')
  @HttpCode(202)
  @Public()
  @RateLimit('forgot')
  forgot(@Body() body: EmailDto) {
    return { had: body.email !== undefined };
  }

  @Delete('sensitive')
  @RequireAssurance('aal1', { maxAge: 300 })
  sensitive() {
    return { done: true };
  }

  @Delete('strong')
  @RequireAssurance('aal2')
  strong() {
    return { done: true };
  }

  @Get('broken')
  @Public()
  broken() {
    throw new Error('SELECT secret FROM users -- for somebody@example.com');
  }

  @Get('refused')
  @Public()
  @TakesAnyQuery()
  refused() {
    throw new DomainError({ kind: 'gone', code: 'scratch.gone', publicMessage: 'Gone.' });
  }

  @Get('database-down')
  @Public()
  databaseDown() {
    throw new Error('timeout exceeded when trying to connect');
  }

  @Get('big')
  @Public()
  big() {
    return { text: 'x'.repeat(10_000) };
  }
}

/** Who `u<n>` and `sk_<n>` may do what: the odd ones read documents, the others update them. */
export const scratchPermissions: PermissionChecks = {
  holds: (principal, permission, resource) =>
    resource?.id === 'shared' ||
    permission === (/[13579]$/.test(actorId(principal)) ? 'document:read' : 'document:update'),
};

/** Credentials of the scratch application: `u1`, `pat_u1`, `pat_u1-read` (scoped), `u1-aal2`, `u1-stale`, `sk_1`. */
function principalOf(secret: string): Principal | null {
  if (secret.startsWith('sk_'))
    return { credential: 'service-account', serviceAccountId: secret, tenantId: 't1', scopes: null };
  const [, pat, userId, flavour] = /^(pat_)?(u\d+)(?:-(aal2|stale|read))?$/.exec(secret) ?? [];
  if (!userId) return null;
  return {
    credential: pat ? 'personal-access-token' : 'session',
    userId,
    sessionId: null,
    tenantId: flavour === 'stale' ? null : 't1',
    scopes: flavour === 'read' ? ['document:read'] : pat ? [] : null,
    authTime: new Date(flavour === 'stale' ? 0 : Date.now()),
    acr: flavour === 'aal2' ? 'aal2' : 'aal1',
    amr: ['pwd'],
  };
}

class CookieStrategy extends CredentialStrategy {
  readonly name = 'scratch-cookie';
  readonly transport = 'cookie';
  find = ({ cookies }: FastifyRequest) => cookies.sallyport;
  verify = principalOf;
}

/** Answers later, as a look-up in a database does. */
class TokenStrategy extends CredentialStrategy {
  readonly name = 'scratch-token';
  readonly transport = 'bearer';
  find = ({ headers }: FastifyRequest) => /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  verify = (secret: string) => Promise.resolve(principalOf(secret));
}

/** Clean-up is not what these suites are about. */
@Global()
@Module({ providers: [{ provide: Jobs, useValue: { register: () => undefined } }], exports: [Jobs] })
class NoJobsModule {}

/** For the suites that need no database. */
@Global()
@Module({
  providers: [
    { provide: Database, useValue: {} },
    { provide: DeferredCommit, useValue: {} },
  ],
  exports: [Database, DeferredCommit],
})
class NoDatabaseModule {}

export interface ScratchOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly controllers?: Type[];
  readonly providers?: Provider[];
  /** Instead of the stand-in without a database. */
  readonly database?: (Type | DynamicModule)[];
  /** The real destination, for measurements. */
  readonly logToStdout?: boolean;
  readonly prepare?: (app: INestApplication) => void;
}

export interface Scratch {
  readonly app: NestFastifyApplication;
  readonly config: Config;
  readonly url: string;
  /** Every line logged so far. */
  readonly log: Record<string, unknown>[];
  readonly close: () => Promise<void>;
}

/** An application with nothing but the HTTP edge and a few routes, listening on a free port. */
export async function startScratch(options: ScratchOptions = {}): Promise<Scratch> {
  const config = loadConfig({
    NODE_ENV: 'test',
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_FORMAT: 'json',
    ENCRYPTION_KEYS: `k1:${Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64')}`,
    ...options.environment,
  });
  const log: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => {
      log.push(JSON.parse(line) as Record<string, unknown>);
    },
  };

  @Global()
  @Module({ providers: [{ provide: Config, useValue: config }], exports: [Config] })
  class ScratchConfigModule {}

  @Module({
    imports: [
      ScratchConfigModule,
      CryptoModule,
      ObservabilityModule,
      RedisModule,
      ...(options.database ?? [NoDatabaseModule]),
      NoJobsModule,
      HttpModule,
    ],
    controllers: [ScratchController, ...(options.controllers ?? [])],
    providers: options.providers ?? [],
  })
  class ScratchModule {}

  const building = Test.createTestingModule({ imports: [ScratchModule] });
  if (!options.logToStdout) building.overrideProvider(Log).useValue(new Log(config, destination));
  const module = await building.compile();
  const app = module.createNestApplication<NestFastifyApplication>(createHttpAdapter(config));
  app.useLogger(new NestLogger(app.get(Log)));
  const strategies = app.get(CredentialStrategies);
  strategies.register(new CookieStrategy());
  strategies.register(new TokenStrategy());
  await configureHttp(app);
  if (config.docs) serveDocs(app);
  options.prepare?.(app);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  config.listeningOn(port);
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= app.close().finally(quietly));
  atEndOfFile(close);
  return { app, config, url: `http://localhost:${String(port)}`, log, close };
}
