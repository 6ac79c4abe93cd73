import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../../kernel/principal.js';
import { CredentialReaders, type CredentialReader } from '../../../platform/http/credential-readers.js';
import { ResolveSession } from '../application/resolve-session.js';
import { SessionCookies } from './session-cookies.js';

/** 32 bytes as base64url; anything else is not worth a digest. */
const SECRET_FORM = /^[\w-]{43}$/;

@Injectable()
export class SessionCookieReader implements CredentialReader, OnModuleInit {
  readonly transport = 'cookie';

  constructor(
    private readonly readers: CredentialReaders,
    private readonly cookies: SessionCookies,
    private readonly resolveSession: ResolveSession,
  ) {}

  onModuleInit(): void {
    this.readers.register(this);
  }

  find(request: FastifyRequest): string | undefined {
    return this.cookies.read(request);
  }

  async authenticate(secret: string): Promise<Principal | null> {
    return SECRET_FORM.test(secret) ? this.resolveSession.byCookie(secret) : null;
  }
}
