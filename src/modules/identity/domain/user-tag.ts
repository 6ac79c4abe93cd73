import type { Id } from '../../../kernel/id.js';

/** The cache tag that is announced whenever something about a person changes: state, password, address. */
export const userTag = (id: Id): string => `user:${id}`;
