import type { PermissionMatrix } from '../application/show-matrix.js';

/** RFC 4180; a row a permission, a column a role. */
export function csvOf({ permissions, roles }: PermissionMatrix): string {
  const header = ['permission', ...roles.map(({ name }) => name)];
  const rows = permissions.map((permission, at) => [permission, ...roles.map(({ holds }) => holds[at]!)]);
  return [header, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** A spreadsheet takes what begins like this for a formula, and runs it. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
