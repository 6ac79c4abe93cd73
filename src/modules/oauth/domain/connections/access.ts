import { actorId, type Principal } from '../../../../kernel/principal.js';
import type { Connection } from './connection.js';

/** Who looks at connections, and whether they look after all of their tenant. */
export interface Viewer {
  readonly principal: Principal;
  /** Holds `connection:manage`. */
  readonly manages: boolean;
}

type Owned = Pick<Connection, 'ownerId' | 'shared'>;

export const isOwn = ({ ownerId }: Owned, principal: Principal): boolean => ownerId === actorId(principal);

/** One's own, what is shared, and for who manages connections everything: that it is there, never its tokens. */
export const canSee = (connection: Owned, { principal, manages }: Viewer): boolean =>
  connection.shared || manages || isOwn(connection, principal);

/** The tokens of a personal connection are its owner's, whatever else somebody may. */
export const canUse = (connection: Owned, principal: Principal): boolean =>
  connection.shared || isOwn(connection, principal);

/** Its owner may remove it, and who manages connections. */
export const canRemove = (connection: Owned, { principal, manages }: Viewer): boolean =>
  manages || isOwn(connection, principal);
