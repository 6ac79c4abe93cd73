import { timingSafeEqual } from 'node:crypto';

/** A hash in PHC string format: `$id[$v=version]$name=value,…$salt$hash`, salt and hash still as text. */
export interface Phc {
  readonly id: string;
  readonly version: string | undefined;
  readonly params: ReadonlyMap<string, string>;
  readonly salt: string;
  readonly hash: string;
}

const PHC =
  /^\$(?<id>[a-z0-9-]{1,32})(?:\$v=(?<version>\d{1,3}))?\$(?<params>[a-z0-9=,A-Z+/]*)\$(?<salt>[\w+/.-]*)\$(?<hash>[\w+/.-]+)$/;

export function parsePhc(text: string): Phc | null {
  const groups = PHC.exec(text)?.groups;
  if (!groups) return null;
  const pairs = groups
    .params!.split(',')
    .map((pair) => pair.split(/=(.*)/s, 2) as [string, string | undefined]);
  const params = new Map(pairs.map(([name, value]) => [name, value ?? '']));
  if (params.size !== pairs.length) return null;
  return { id: groups.id!, version: groups.version, params, salt: groups.salt!, hash: groups.hash! };
}

/** Exactly these parameters, no more and no fewer; `optional` ones may be missing. */
export function hasParams(phc: Phc, required: readonly string[], optional: readonly string[] = []): boolean {
  const names = [...phc.params.keys()];
  return (
    required.every((name) => phc.params.has(name)) &&
    names.every((name) => required.includes(name) || optional.includes(name))
  );
}

/** @returns null unless the text is a plain decimal number within the bounds */
export function whole(text: string | undefined, min: number, max: number): number | null {
  if (text === undefined || !/^(0|[1-9]\d{0,9})$/.test(text)) return null;
  const value = Number(text);
  return value >= min && value <= max ? value : null;
}

/** @returns null unless the text is canonical base64 without padding, of a length within the bounds */
export function decode(text: string, minBytes: number, maxBytes: number): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  const acceptable = bytes.length >= minBytes && bytes.length <= maxBytes && encode(bytes) === text;
  return acceptable ? bytes : null;
}

export function encode(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

/** Time does not tell how many leading bytes were right. */
export function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A shorter stored hash would match too many passwords by chance. */
export const SHORTEST_HASH = 16;
export const LONGEST_HASH = 64;
export const LONGEST_SALT = 64;
