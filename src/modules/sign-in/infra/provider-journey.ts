import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../../kernel/domain-error.js';
import { Metrics } from '../../../platform/observability/metrics.js';
import {
  BeginProviderSignIn,
  BrowserCookie,
  SignInRedirects,
  type BeginProviderSignInCommand,
} from '../../oauth/index.js';
import type { SignInResult, Visitor } from '../application/sign-in-result.js';
import { SignInWithProvider, type ProviderSignInOutcome } from '../application/sign-in-with-provider.js';
import { CallerSession } from './caller-session.js';
import { SessionReply } from './session-reply.js';

/** What a browser is told on its way to a provider and back: cookies, and where to go next. */
@Injectable()
export class ProviderJourney {
  private readonly outcomes;

  constructor(
    private readonly beginSignIn: BeginProviderSignIn,
    private readonly signIn: SignInWithProvider,
    private readonly redirects: SignInRedirects,
    private readonly browserCookie: BrowserCookie,
    private readonly reply: SessionReply,
    private readonly session: CallerSession,
    metrics: Metrics,
  ) {
    const help = 'How sign-ins with providers ended';
    this.outcomes = metrics.counter('provider_sign_ins_total', help, ['provider', 'outcome']);
  }

  /** @throws DomainError `request.invalid` naming `redirect`, `oauth.provider-unknown` */
  async begin(
    wish: Omit<BeginProviderSignInCommand, 'browser' | 'linkTo'>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string> {
    const redirect = this.redirects.choose(wish.redirect);
    const browser = this.browserCookie.keep(request, reply);
    try {
      return await this.beginSignIn.execute({ ...wish, browser });
    } catch (error) {
      // A page shows it better than a problem document in the middle of a sign-in.
      if (!(error instanceof DomainError) || error.code !== 'oauth.provider-unavailable') throw error;
      this.outcomes.inc({ provider: wish.provider, outcome: error.code });
      return withParameters(redirect, { error: error.code });
    }
  }

  async comeBack(
    provider: string,
    from: Visitor,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string> {
    const browser = this.browserCookie.read(request);
    const answer = { provider, browser, parameters: once(request.query) };
    const visitor = this.reply.recognise(from, request);
    const caller = await this.session.ownerOf(request);
    let outcome: ProviderSignInOutcome & { redirect: string };
    try {
      outcome = await this.signIn.execute({ answer, visitor, caller });
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
      // Nobody knows where this browser wanted to go.
      outcome = { redirect: this.redirects.choose(undefined), status: 'refused', code: error.code };
    }
    return this.answer(provider, outcome, reply);
  }

  private answer(
    provider: string,
    outcome: ProviderSignInOutcome & { redirect: string },
    reply: FastifyReply,
  ): string {
    const { redirect } = outcome;
    const known = outcome.status === 'refused' && outcome.code === 'oauth.state-invalid' ? 'any' : provider;
    this.outcomes.inc({ provider: known, outcome: nameOf(outcome) });
    switch (outcome.status) {
      case 'answered':
        this.reply.signedIn(outcome.result, reply);
        return withParameters(redirect, dueIn(outcome.result));
      case 'linked':
        return redirect;
      case 'refused':
        return withParameters(redirect, { error: outcome.code });
    }
  }
}

const nameOf = (outcome: ProviderSignInOutcome): string => {
  if (outcome.status === 'answered') return outcome.result.status;
  return outcome.status === 'refused' ? outcome.code : outcome.status;
};

/** A second factor is still due: the page answers the challenge at /auth/mfa. */
const dueIn = (result: SignInResult): Readonly<Record<string, string>> =>
  result.status === 'authenticated' ? {} : { challenge: result.challengeId, status: result.status };

function withParameters(address: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** A parameter that is there twice means whatever one likes to read: it counts as missing (RFC 6749, section 3.1). */
function once(query: unknown): Record<string, string> {
  const all = Object.entries(query as Record<string, unknown>);
  return Object.fromEntries(all.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
