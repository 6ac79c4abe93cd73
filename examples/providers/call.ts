import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

export type Json = Readonly<Record<string, unknown>>;

/** A request, read whole. */
export interface Call {
  readonly method: string;
  /** Below the address of the provider, as the real one has it. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Without parameters, in lower case; empty when there is none. */
  readonly contentType: string;
  readonly text: string;
  /** What a form or a JSON object holds. */
  readonly body: Json;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Objects become JSON, text is sent as it is. */
  readonly body?: Json | readonly unknown[] | string | null;
}

const MAX_BODY = 256 * 1024;

export async function readCall(request: IncomingMessage): Promise<Call> {
  const url = new URL(request.url ?? '/', 'http://stand-ins');
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY) throw new Error('This request is too long for a stand-in.');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString();
  const contentType = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    contentType,
    text,
    body: bodyOf(contentType, text),
  };
}

function bodyOf(contentType: string, text: string): Json {
  if (contentType === 'application/x-www-form-urlencoded')
    return Object.fromEntries(new URLSearchParams(text));
  if (contentType !== 'application/json') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
  } catch {
    return {};
  }
}

export function sendReply(response: ServerResponse, { status, headers, body }: Reply): void {
  const text = typeof body === 'object' && body !== null ? JSON.stringify(body) : (body ?? '');
  const type = typeof body === 'object' ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8';
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers });
  response.end(text);
}

/** A field of the body; empty when it is missing or no text. */
export const field = ({ body }: Call, name: string): string => {
  const value = body[name];
  return typeof value === 'string' ? value : '';
};

export const bearerOf = ({ headers }: Call): string | null =>
  /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;

/** Credentials of HTTP Basic (RFC 6749, 2.3.1: both parts are form-encoded before). */
export function basicOf({ headers }: Call): { readonly id: string; readonly secret: string } | null {
  const encoded = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  return { id: decoded(id), secret: decoded(rest.join(':')) };
}

const decoded = (text: string): string => new URLSearchParams(`v=${text}`).get('v') ?? '';
