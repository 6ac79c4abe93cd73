import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Id } from '../../../kernel/id.js';
import { ResolveSession, SessionCookies } from '../../sessions/index.js';

/** 32 bytes as base64url; anything else is not worth a digest. */
const SECRET_FORM = /^[\w-]{43}$/;

/** Who is signed in, on a route that anybody may call. */
@Injectable()
export class CallerSession {
  constructor(
    private readonly cookies: SessionCookies,
    private readonly resolveSession: ResolveSession,
  ) {}

  async ownerOf(request: FastifyRequest): Promise<Id | null> {
    const secret = this.cookies.read(request);
    if (secret === undefined || !SECRET_FORM.test(secret)) return null;
    return (await this.resolveSession.byCookie(secret))?.userId ?? null;
  }
}
