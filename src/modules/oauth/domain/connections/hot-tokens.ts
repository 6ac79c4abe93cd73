import type { Id } from '../../../../kernel/id.js';
import type { Connection, TokenLife } from './connection.js';

/** An access token at hand. */
export interface HotToken
  extends TokenLife, Pick<Connection, 'tenantId' | 'id' | 'provider' | 'ownerId' | 'shared'> {
  readonly accessToken: string;
  /** Who was noted as its reader since it is at hand. */
  readonly readers: Set<Id>;
}

/** Access tokens that are asked for often, in memory, until their connection changes anywhere. */
export abstract class HotTokens {
  abstract peek(tenantId: Id, id: Id): HotToken | undefined;
  /** @param load asked when it is not here; who asks at the same time shares one load */
  abstract get(tenantId: Id, id: Id, load: () => Promise<HotToken | null>): Promise<HotToken | null>;
}
