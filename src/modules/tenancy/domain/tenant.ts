import type { Id } from '../../../kernel/id.js';
import { settingsTooLarge } from './tenancy.errors.js';

const LONGEST_SLUG = 50;
const MOST_SETTINGS = 16_384;
const GRACE_MS = 30 * 86_400_000;

/** What a tenant keeps about itself; we store it and look at nothing in it. */
export type TenantSettings = Readonly<Record<string, unknown>>;

/** An organisation: the boundary that no row crosses. */
export interface Tenant {
  readonly id: Id;
  /** Unique, for addresses and for choosing a tenant at sign-in. */
  readonly slug: string;
  readonly name: string;
  readonly directoryId: Id;
  readonly settings: TenantSettings;
  readonly createdBy: Id;
  readonly createdAt: Date;
}

export type TenantChange = Partial<Pick<Tenant, 'name' | 'slug' | 'settings'>>;

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

/** @throws DomainError `request.invalid` when they are more than 16384 characters of JSON */
export function checkSettings(settings: TenantSettings): void {
  if (JSON.stringify(settings).length > MOST_SETTINGS) throw settingsTooLarge(MOST_SETTINGS);
}

/** Until then a deleted tenant can be restored. */
export const erasureAfter = (deletedAt: Date): Date => new Date(deletedAt.getTime() + GRACE_MS);
