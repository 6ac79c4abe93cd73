import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../../../kernel/clock.js';
import { UserView } from '../../identity/index.js';
import { SessionCookies, SessionView } from '../../sessions/index.js';
import type { SignedIn, SignInResult, Visitor } from '../application/sign-in-result.js';
import type { SignInResultDto, StepUpResultDto } from './sign-in.dto.js';

/** Turns the outcome of a sign-in into cookies and a body. */
@Injectable()
export class SessionReply {
  constructor(
    private readonly cookies: SessionCookies,
    private readonly clock: Clock,
  ) {}

  /** The visitor together with the secret that an earlier sign-in left on the device. */
  recognise(visitor: Visitor, request: FastifyRequest): Visitor {
    return { ...visitor, deviceSecret: this.cookies.readDevice(request) };
  }

  signedIn(result: SignInResult, reply: FastifyReply): SignInResultDto {
    if (result.deviceSecret) this.cookies.writeDevice(reply, result.deviceSecret);
    const { status, user } = result;
    return { status, user: UserView.of(user, this.clock.now()), ...this.renewed(result, reply) };
  }

  renewed({ session, cookie, tokens }: SignedIn, reply: FastifyReply): StepUpResultDto {
    if (cookie) this.cookies.write(reply, cookie, session.expiresAt);
    return { session: SessionView.of(session, session.id), ...(tokens && { tokens }) };
  }

  signedOut(reply: FastifyReply): void {
    this.cookies.clear(reply);
  }
}
