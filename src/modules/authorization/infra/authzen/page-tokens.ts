// A token says where a search goes on. It is sealed: it may name what the one who searches may not see.
import { Injectable } from '@nestjs/common';
import { Digest } from '../../../../kernel/digest.js';
import type { Id } from '../../../../kernel/id.js';
import { Sealer } from '../../../../platform/crypto/sealer.js';
import { requestInvalid } from '../../../../platform/http/http.errors.js';
import type { Place } from '../../domain/candidates.js';

const DEFAULT_LIMIT = 50;
const MOST_RESULTS = 100;

export interface PageWish {
  /** `next_token` of the page before. */
  readonly token?: string;
  readonly limit?: number;
}

/** What a token belongs to: with another search it is refused. */
export interface TokenScope {
  readonly tenantId: Id;
  readonly search: 'subject' | 'resource' | 'action';
  readonly request: object;
}

interface Content {
  readonly after: string;
  readonly limit: number | null;
  readonly of: string;
}

@Injectable()
export class PageTokens {
  constructor(
    private readonly sealer: Sealer,
    private readonly digest: Digest,
  ) {}

  /** @throws DomainError `request.invalid` for a token that is not ours, or of another search */
  place({ token, limit }: PageWish, scope: TokenScope): Place {
    const at = token === undefined || token === '' ? null : this.open(token, scope);
    if (at && limit !== undefined && limit !== at.limit) throw otherSearch();
    const wished = limit ?? (at?.limit || DEFAULT_LIMIT);
    return { after: at?.after ?? '', limit: Math.min(wished, MOST_RESULTS) };
  }

  /** @returns `next_token`: empty when there is no next page */
  next(after: string | null, { token, limit }: PageWish, scope: TokenScope): string {
    if (after === null) return '';
    const kept = limit ?? (token ? this.open(token, scope).limit : null);
    const content: Content = { after, limit: kept, of: this.print(scope) };
    return this.sealer.seal(JSON.stringify(content), contextOf(scope)).toString('base64url');
  }

  private open(token: string, scope: TokenScope): Content {
    let content: Content;
    try {
      content = JSON.parse(this.sealer.open(Buffer.from(token, 'base64url'), contextOf(scope))) as Content;
    } catch {
      throw refused('is not a token that this search gave out');
    }
    if (content.of !== this.print(scope)) throw otherSearch();
    return content;
  }

  private print({ request }: TokenScope): string {
    return this.digest.sha256(canonical(request)).toString('base64url');
  }
}

const contextOf = ({ tenantId, search }: TokenScope) => `authzen.search:${search}:${tenantId}`;

/** The same for the same members in another order. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );

const otherSearch = () => refused('belongs to another search: only the token changes from page to page');

const refused = (message: string) =>
  requestInvalid([{ path: 'page.token', code: 'field.malformed', message: `page.token ${message}` }]);
