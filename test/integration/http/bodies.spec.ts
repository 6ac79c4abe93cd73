import { beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../../support/client.js';
import { startScratch } from './scratch-app.js';

let client: Client;

beforeAll(async () => {
  client = new Client((await startScratch({ environment: { RATE_LIMITS: 'off', BODY_LIMIT_KB: '16' } })).url);
});

const json = { 'content-type': 'application/json' };
const raw = (body: string, type = 'application/json') =>
  client.post<{ code?: string; errors?: unknown; name?: string }>('/api/v1/things', body, {
    headers: { 'content-type': type },
  });

describe('a body', () => {
  it('is validated: unknown and wrong fields are named', async () => {
    const { status, body } = await client.post('/api/v1/things', {
      name: 1,
      inner: { size: 'x' },
      extra: true,
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 'request.invalid',
      errors: expect.arrayContaining([
        { path: 'extra', code: 'field.unknown', message: 'property extra should not exist' },
        { path: 'name', code: 'field.is-string', message: 'name must be a string' },
        { path: 'inner.size', code: 'field.is-int', message: expect.any(String) },
      ]),
    });
  });

  it('that lacks a field hears that once, whatever else the field would have to be', async () => {
    const { body } = await client.post('/api/v1/things', { inner: { size: null }, email: 5 });
    expect(body.errors).toEqual([
      { path: 'name', code: 'field.is-string', message: 'name is missing' },
      { path: 'email', code: 'field.is-email', message: 'email must be an email' },
      { path: 'inner.size', code: 'field.is-int', message: 'size must be an integer number' },
    ]);
  });

  it.each([
    ['POST', '/api/v1/login', { x: 1 }, ['x']],
    ['POST', '/api/v1/login?x=1&y=2', undefined, ['x', 'y']],
    ['POST', '/api/v1/things?name=n', { name: 'n' }, ['name']],
    ['GET', '/api/v1/facts?x=1', undefined, ['x']],
    ['GET', '/api/v1/search?x=1', undefined, ['x']],
  ])(
    'or a query of which the route knows nothing is refused: %s %s %j',
    async (method, path, sent, fields) => {
      const { status, body } = await client.send<{ code: string; errors: unknown }>(method, path, sent);
      expect([status, body.code]).toEqual([400, 'request.invalid']);
      expect(body.errors).toEqual(
        fields.map((name) => ({
          path: name,
          code: 'field.unknown',
          message: `property ${name} should not exist`,
        })),
      );
    },
  );

  it('that is empty is nothing; beside the API a query may say anything', async () => {
    expect((await client.post('/api/v1/login', {})).status).toBe(200);
    expect((await client.get('/api/v1/facts?')).status).toBe(200);
    expect((await client.get('/health/live?probe=1')).status).toBe(200);
  });

  it('cannot make the answer grow', async () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`f${String(index)}`, 1]));
    const { body } = await client.post<{ errors: unknown[] }>('/api/v1/things', many);
    expect(body.errors).toHaveLength(20);
  });

  it('is not converted', async () => {
    expect((await client.post('/api/v1/things', { name: 'n', inner: { size: '1' } })).status).toBe(400);
  });

  it('of another type than JSON is 415', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
      'text/json',
    ])
      expect(await raw('{"name":"n"}', type)).toMatchObject({
        status: 415,
        body: { code: 'request.unsupported-media-type' },
      });
  });

  it('may be empty when only the type is named', async () => {
    const { status } = await client.send('POST', '/api/v1/login', '', { headers: json });
    expect(status).toBe(200);
  });

  it.each(['{', '', '[]', '"text"', 'null', '1', '{"name":"\u0001"}'])(
    '%j is refused with 400',
    async (text) => {
      const { status, body } = await raw(text);
      expect([status, body.code]).toEqual([400, text ? 'request.malformed-body' : 'request.invalid']);
    },
  );

  it('larger than the limit is 413', async () => {
    const { status, body } = await raw(JSON.stringify({ name: 'x'.repeat(20_000) }));
    expect({ status, code: body.code }).toEqual({ status: 413, code: 'request.too-large' });
  });

  it.each([
    '{"__proto__":{"admin":true},"name":"n"}',
    '{"name":"n","inner":{"constructor":{"prototype":{"a":1}}}}',
  ])('%s is refused with 400', async (text) => {
    expect((await raw(text)).status).toBe(400);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it('nested absurdly deep is 400, not a stack overflow', async () => {
    expect((await raw(`{"name":${'['.repeat(5000)}${']'.repeat(5000)}}`)).status).toBe(400);
  });
});

describe('text', () => {
  it('is NFC-normalised in bodies, queries and paths', async () => {
    const decomposed = 'e\u0301';
    expect((await client.post('/api/v1/things', { name: decomposed })).body.name).toBe('é');
    const encoded = encodeURIComponent(decomposed);
    expect((await client.get(`/api/v1/search?q=${encoded}`)).body.q).toBe('é');
    expect((await client.get(`/api/v1/named/${encoded}`)).body.name).toBe('é');
  });

  it.each([
    ['NUL in a body', () => raw('{"name":"a\\u0000b"}')],
    ['NUL in a key', () => raw('{"name":"n","a\\u0000":1}')],
    ['a lone surrogate in a body', () => raw('{"name":"\\ud800"}')],
    ['a lone low surrogate', () => raw('{"name":"x\\udc00y"}')],
    ['NUL in a query', () => client.get('/api/v1/search?q=a%00b')],
    ['a surrogate in a query', () => client.get('/api/v1/search?q=%ED%A0%80')],
    ['bytes that are no UTF-8 in a query', () => client.get('/api/v1/search?q=%ff')],
    ['NUL in a path', () => client.get('/api/v1/named/a%00b')],
  ])('%s is 400', async (_, send) => {
    const { status, body } = await send();
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'request.invalid-text' });
  });

  it('a body that is no UTF-8 is 400', async () => {
    const response = await fetch(`${client.url}/api/v1/things`, {
      method: 'POST',
      headers: json,
      body: Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
    });
    expect(await response.json()).toMatchObject({ status: 400, code: 'request.invalid-text' });
  });

  it('astral characters pass', async () => {
    expect((await client.post('/api/v1/things', { name: '🏰 城' })).body.name).toBe('🏰 城');
  });
});

describe('a route that accepts forms', () => {
  const form = (text: string) =>
    client.post('/api/v1/form', text, { headers: { 'content-type': 'application/x-www-form-urlencoded' } });

  it('reads them, and JSON too', async () => {
    expect((await form('name=a+b%20c')).body).toEqual({ name: 'a b c' });
    expect((await client.post('/api/v1/form', { name: 'n' })).body).toEqual({ name: 'n' });
  });

  it('is for OAuth, where what nobody knows in the address is ignored', async () => {
    expect((await client.post('/api/v1/form?x=1', { name: 'n' })).body).toEqual({ name: 'n' });
  });

  it.each(['name=a&name=b', 'name=a&__proto__=x', 'name=a&constructor=x', 'name=%00', 'name=%zz'])(
    '%s is 400',
    async (text) => {
      expect((await form(text)).status).toBe(400);
    },
  );
});

describe('answers', () => {
  it('are compressed when large, for those who can read it', async () => {
    const large = await client.get('/api/v1/big', { headers: { 'accept-encoding': 'gzip' } });
    expect(large.headers.get('content-encoding')).toBe('gzip');
    const small = await client.get('/health/live', { headers: { 'accept-encoding': 'gzip' } });
    expect(small.headers.get('content-encoding')).toBeNull();
  });

  it('a compressed body is not unpacked for anyone', async () => {
    const { status } = await client.post('/api/v1/things', 'x', {
      headers: { ...json, 'content-encoding': 'gzip' },
    });
    expect(status).toBe(400);
  });
});
