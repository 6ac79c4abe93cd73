import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../../../kernel/domain-error.js';
import { isSignedIn, type Principal } from '../../../../kernel/principal.js';
import {
  CurrentPrincipal,
  CurrentTenant,
  Public,
  RequirePermission,
} from '../../../../platform/http/access.js';
import { TakesAnyQuery } from '../../../../platform/http/documented-input.guard.js';
import { statusOf } from '../../../../platform/http/problem.js';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { Redirects } from '../../../../platform/http/redirects.js';
import { FinishAuthorization, type Finished } from '../../application/connections/finish-authorization.js';
import { StartAuthorization } from '../../application/connections/start-authorization.js';
import { personNeeded, redirectRefused } from '../../domain/connections/connections.errors.js';
import { ConnectingBrowser } from './connecting-browser.js';
import { renderCallbackPage, renderRefusedPage } from './callback-page.js';
import { AuthorizationUrlDto, AuthorizeConnectionDto } from './connections.dto.js';

@ApiTags('Connections')
@Controller('connections/:provider')
export class AuthorizationController {
  constructor(
    private readonly redirects: Redirects,
    private readonly startAuthorization: StartAuthorization,
    private readonly finishAuthorization: FinishAuthorization,
    private readonly browser: ConnectingBrowser,
  ) {}

  /** Where to send the browser so that the person can consent. It has to be the one that this is called from. */
  @Post('authorize')
  @HttpCode(200)
  @RequirePermission('connection:create')
  @ApiOkResponse({ type: AuthorizationUrlDto })
  async authorize(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('provider') provider: string,
    @Body() { scopes, redirect, shared, connectionId }: AuthorizeConnectionDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuthorizationUrlDto> {
    if (!isSignedIn(by)) throw personNeeded();
    if (typeof redirect === 'string' && !this.redirects.allows(redirect)) throw redirectRefused();
    const authorizationUrl = await this.startAuthorization.execute(by, tenantId, {
      ...{ provider, scopes, connectionId },
      redirect: redirect ?? null,
      shared: shared ?? false,
      browser: this.browser.mark(request, reply),
    });
    return { authorizationUrl };
  }

  /** Where the provider sends people back to. */
  @Get('callback')
  @TakesAnyQuery()
  @Public()
  @RateLimit('link')
  @ApiOperation({
    description: 'Opened by the browser that comes back from the provider, with a state of ours.',
  })
  @ApiResponse({ status: 302, description: 'To `redirect`, with `connection`, or with `error` and `reason`' })
  async callback(
    @Param('provider') provider: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    try {
      const finished = await this.finishAuthorization.execute({
        provider,
        ...arrivedWith(request.query),
        browser: this.browser.digestOf(request),
        signedInAs: await this.browser.signedInAs(request),
      });
      if (finished.redirect === null) await reply.type(HTML).send(renderCallbackPage(finished));
      else await reply.redirect(addressOf(finished.redirect, provider, finished), 302);
    } catch (error) {
      // A person looks at it: who went back, or came too late.
      if (!(error instanceof DomainError) || !isPerson(request)) throw error;
      await reply.status(statusOf(error)).type(HTML).send(renderRefusedPage(error));
    }
  }
}

const HTML = 'text/html; charset=utf-8';

const isPerson = ({ headers }: FastifyRequest): boolean => headers.accept?.includes('text/html') ?? false;

/** Providers add what they like to the address: what is not one text is as if it were not there. */
function arrivedWith(query: unknown) {
  const given = query as Readonly<Record<string, unknown>>;
  const text = (name: string): string | undefined => {
    const { [name]: value } = given;
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [error, description] = [text('error'), text('error_description')];
  return { state: text('state'), code: text('code'), error, description, issuer: text('iss') };
}

function addressOf(redirect: string, provider: string, { outcome }: Finished): string {
  const url = new URL(redirect);
  url.searchParams.set('provider', provider);
  if ('connectionId' in outcome) url.searchParams.set('connection', outcome.connectionId);
  else {
    url.searchParams.set('error', outcome.error.code);
    url.searchParams.set('reason', String(outcome.error.extensions?.reason));
  }
  return url.href;
}
