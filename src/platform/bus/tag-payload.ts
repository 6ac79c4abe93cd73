import { EVERYTHING } from './invalidation-bus.js';

/** NOTIFY refuses payloads of 8000 bytes and more. */
const MAX_BYTES = 7900;

/** Tags as JSON arrays, each short enough for one NOTIFY. A tag too long for any empties all caches instead. */
export function encodeTags(tags: readonly string[]): string[] {
  const payloads: string[] = [];
  let chunk: string[] = [];
  let bytes = 2;
  for (const tag of tags) {
    const size = Buffer.byteLength(JSON.stringify(tag)) + 1;
    if (size > MAX_BYTES) return [JSON.stringify([EVERYTHING])];
    if (bytes + size > MAX_BYTES) {
      payloads.push(JSON.stringify(chunk));
      chunk = [];
      bytes = 2;
    }
    chunk.push(tag);
    bytes += size;
  }
  if (chunk.length > 0) payloads.push(JSON.stringify(chunk));
  return payloads;
}

/** Anybody who can connect to the database can send a NOTIFY: what is not ours is ignored. */
export function decodeTags(payload: string): string[] {
  try {
    const tags: unknown = JSON.parse(payload);
    return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
  } catch {
    return [];
  }
}
