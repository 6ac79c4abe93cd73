import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../../../kernel/clock.js';
import { UserView } from '../../identity/index.js';
import { TrustedDeviceCookie } from '../../mfa/index.js';
import { SessionCookies, SessionView } from '../../sessions/index.js';
import type { MoreRequired, SignedIn, SignInResult, Visitor } from '../application/sign-in-result.js';
import type { SignInResultDto, StepUpResultDto } from './sign-in.dto.js';

/** Turns the outcome of a sign-in into cookies and a body. */
@Injectable()
export class SessionReply {
  constructor(
    private readonly cookies: SessionCookies,
    private readonly trustCookie: TrustedDeviceCookie,
    private readonly clock: Clock,
  ) {}

  /** The visitor together with the secrets that earlier sign-ins left on the device. */
  recognise(visitor: Visitor, request: FastifyRequest): Visitor {
    const { cookies, trustCookie } = this;
    return { ...visitor, deviceSecret: cookies.readDevice(request), trustSecret: trustCookie.read(request) };
  }

  signedIn(result: SignInResult, reply: FastifyReply): SignInResultDto {
    if (result.status !== 'authenticated') return more(result);
    const { status, user, mfaEnabled, deviceSecret, deviceTrust } = result;
    if (deviceSecret) this.cookies.writeDevice(reply, deviceSecret);
    if (deviceTrust && result.cookie) this.trustCookie.write(reply, deviceTrust);
    const view = UserView.of(user, this.clock.now(), mfaEnabled);
    return { status, user: view, ...this.renewed(result, reply) };
  }

  renewed({ session, cookie, tokens }: SignedIn, reply: FastifyReply): StepUpResultDto {
    if (cookie) this.cookies.write(reply, cookie, session.expiresAt);
    return { session: SessionView.of(session, session.id), ...(tokens && { tokens }) };
  }

  signedOut(reply: FastifyReply): void {
    this.cookies.clear(reply);
  }
}

/** Nothing but the challenge leaves: no cookie, no token, not even who it is about. */
function more(required: MoreRequired): SignInResultDto {
  const { challengeId, expiresAt } = required;
  return required.status === 'mfa_required'
    ? { status: required.status, challengeId, methods: [...required.methods], expiresAt }
    : { status: required.status, challengeId, methods: [...required.methods], expiresAt };
}
