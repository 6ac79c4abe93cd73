import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Person } from '../../../kernel/principal.js';
import { CredentialStrategies } from '../../../platform/http/credential-strategies.js';
import { CredentialStrategy } from '../../../platform/http/credential-strategy.js';
import { ResolveSession } from '../application/resolve-session.js';
import { SessionCookies } from './session-cookies.js';

/** 32 bytes as base64url; anything else is not worth a digest. */
const SECRET_FORM = /^[\w-]{43}$/;

/** The session cookie. */
@Injectable()
export class SessionStrategy extends CredentialStrategy implements OnModuleInit {
  readonly name = 'session';
  readonly transport = 'cookie';

  constructor(
    private readonly strategies: CredentialStrategies,
    private readonly cookies: SessionCookies,
    private readonly resolveSession: ResolveSession,
  ) {
    super();
  }

  onModuleInit(): void {
    this.strategies.register(this);
  }

  find(request: FastifyRequest): string | undefined {
    return this.cookies.read(request);
  }

  verify(secret: string): Person | null | Promise<Person | null> {
    return SECRET_FORM.test(secret) ? this.resolveSession.byCookie(secret) : null;
  }
}
