import type { Id } from '../../../kernel/id.js';

const LONGEST_SLUG = 50;

/** An organisation: the boundary that no row crosses. */
export interface Tenant {
  readonly id: Id;
  /** Unique, for addresses and for choosing a tenant at sign-in. */
  readonly slug: string;
  readonly name: string;
  readonly directoryId: Id;
  readonly createdBy: Id;
  readonly createdAt: Date;
}

/** @returns lower-case letters, digits and single hyphens; may be empty for a name without any Latin letter */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_SLUG)
    .replace(/^-+|-+$/g, '');
}
