import type { Id } from '../../../kernel/id.js';

/** The cache tag that dies with a session. */
export const sessionTag = (id: Id): string => `session:${id}`;
