const LONGEST = 500;
const ADDRESS = /[^\s@<>"'(]+@[^\s@<>"')]+/g;

/** Why a delivery failed, fit to be stored and logged: mail servers like to repeat the address. */
export function failureReason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.slice(0, LONGEST).replace(ADDRESS, '[address]');
}
