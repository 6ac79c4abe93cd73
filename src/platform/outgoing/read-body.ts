import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { OutgoingFailure } from './outgoing-http.js';

type Unpack = (packed: Buffer, limits: { readonly maxOutputLength: number }) => Promise<Buffer>;

const unpacking: Readonly<Record<string, Unpack>> = {
  gzip: promisify<Buffer, { readonly maxOutputLength: number }, Buffer>(gunzip),
  deflate: promisify<Buffer, { readonly maxOutputLength: number }, Buffer>(inflate),
  br: promisify<Buffer, { readonly maxOutputLength: number }, Buffer>(brotliDecompress),
};

/** What `readBody` can unpack. */
export const ACCEPTED_ENCODINGS = Object.keys(unpacking).join(', ');

/**
 * Reads a body and stops as soon as there is too much of it, packed or unpacked: a few bytes can unpack to gigabytes.
 * @param encoding `Content-Encoding`
 * @throws OutgoingFailure `too-large`, or `unreachable` when it cannot be unpacked
 */
export async function readBody(body: Readable, encoding: string, maxBytes: number): Promise<string> {
  const packed = await read(body, maxBytes);
  const name = encoding.trim().toLowerCase();
  if (packed.length === 0 || name === 'identity' || name === '') return packed.toString('utf8');
  const unpack = unpacking[name];
  if (!unpack)
    throw new OutgoingFailure('unreachable', 'the answer is packed in a way that was not asked for');
  try {
    return (await unpack(packed, { maxOutputLength: maxBytes })).toString('utf8');
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    throw new OutgoingFailure('unreachable', 'the answer cannot be unpacked', error);
  }
}

/** Whatever ends the loop early also ends the connection. */
async function read(body: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLarge = (maxBytes: number) =>
  new OutgoingFailure('too-large', `the answer is longer than ${maxBytes} bytes`);
