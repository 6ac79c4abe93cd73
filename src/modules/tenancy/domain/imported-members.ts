import type { Id } from '../../../kernel/id.js';

/** What a row of an import may say about somebody's place in a tenant. */
export const IMPORTED_MEMBER_FIELDS = ['roles', 'externalId'] as const;

const LONGEST_EXTERNAL_ID = 200;
const DEFAULT_ROLE = 'member';
const ROLE = /^[a-z0-9](-?[a-z0-9]+)*$/;

/** The tenant that people are imported into. */
export interface ImportTarget {
  readonly tenantId: Id;
  readonly directoryId: Id;
}

export interface ImportedPlace {
  readonly roles: readonly string[];
  /** Unique in the tenant. */
  readonly externalId: string | null;
}

interface PlaceFault {
  readonly field: string;
  readonly reason: string;
}

/** Either the place that somebody is to have, or everything that is wrong with what the row says of it. */
export type CheckedPlace = { readonly place: ImportedPlace } | { readonly faults: readonly PlaceFault[] };

/**
 * @param fields as in the file: roles are a list or, in CSV, names between semicolons
 * @param allowOwners owners are made on purpose only: they hold everything
 */
export function placeFrom(fields: Readonly<Record<string, unknown>>, allowOwners: boolean): CheckedPlace {
  const faults: PlaceFault[] = [];
  const roles = rolesFrom(fields['roles']);
  if (roles === null) faults.push({ field: 'roles', reason: 'is not a list of role names' });
  if (roles?.includes('owner') && !allowOwners)
    faults.push({ field: 'roles', reason: 'makes an owner, which needs --allow-owners' });
  const externalId = fields['externalId'] ?? null;
  if (externalId !== null && !isExternalId(externalId))
    faults.push({
      field: 'externalId',
      reason: `is not a text of 1 to ${String(LONGEST_EXTERNAL_ID)} characters`,
    });
  if (faults.length > 0) return { faults };
  return { place: { roles: roles ?? [DEFAULT_ROLE], externalId: externalId as string | null } };
}

/** @returns null when they are no list of role names */
function rolesFrom(value: unknown): readonly string[] | null {
  if (value === undefined) return [DEFAULT_ROLE];
  const list: unknown = typeof value === 'string' ? value.split(';').map((name) => name.trim()) : value;
  if (!Array.isArray(list) || list.length === 0) return null;
  const names: unknown[] = list;
  return names.every((name) => typeof name === 'string' && ROLE.test(name))
    ? [...new Set(names as string[])]
    : null;
}

function isExternalId(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= LONGEST_EXTERNAL_ID &&
    !/[\p{Cc}\p{Surrogate}]/u.test(value)
  );
}

export interface NewMember extends ImportedPlace {
  readonly userId: Id;
}

/** Memberships that an import adds. Runs inside a unit of work that has entered the tenant. */
export abstract class ImportedMembers {
  /** Inside a unit of work that may see which tenants there are. @returns null when there is none, or it was deleted */
  abstract findTarget(slug: string): Promise<ImportTarget | null>;
  /** Those of the names that are roles of the tenant, or of every tenant. */
  abstract knownRoles(tenantId: Id, names: readonly string[]): Promise<readonly string[]>;
  /** Who has one of these external ids: normalised addresses, by external id. */
  abstract holdersOf(tenantId: Id, externalIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Adds those who are not members yet. @returns the users it added */
  abstract addMissing(tenantId: Id, members: readonly NewMember[], at: Date): Promise<readonly Id[]>;
}
