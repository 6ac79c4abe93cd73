import { beforeAll, describe, expect, it } from 'vitest';
import { Client, type Answer, type Json } from '../../support/client.js';
import { startScratch, type Scratch } from './scratch-app.js';

let scratch: Scratch;
let client: Client;

beforeAll(async () => {
  scratch = await startScratch();
  client = new Client(scratch.url);
});

function expectProblem({ status, body, headers }: Answer<Json>, expected: number, code: string): void {
  expect({ status, code: body.code }).toEqual({ status: expected, code });
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(body.status).toBe(expected);
  expect(body.type).toBe(`${scratch.config.publicUrl}/errors/${code}`);
  expect(body.title).toEqual(expect.any(String));
  expect(body.detail).toEqual(expect.any(String));
  expect(body.requestId).toBe(headers.get('x-request-id'));
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
}

describe('an error', () => {
  it('of the domain has its kind as status, its code and a page that explains it', async () => {
    const answer = await client.get('/api/v1/refused?secret=1');
    expectProblem(answer, 410, 'scratch.gone');
    expect(answer.body.instance).toBe('/api/v1/refused');
    const page = await client.get<string>('/errors/request.rate-limited');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('<h1><code>request.rate-limited</code></h1>');
    expectProblem(await client.get('/errors/no.such-code'), 404, 'request.not-found');
  });

  it('that nobody foresaw tells nothing, and is logged with its stack', async () => {
    const answer = await client.get('/api/v1/broken');
    expectProblem(answer, 500, 'internal.error');
    expect(JSON.stringify(answer.body)).not.toMatch(/SELECT|users|example|stack|at /);
    const line = scratch.log.find(({ requestId }) => requestId === answer.body.requestId);
    expect(line).toMatchObject({
      level: 'error',
      status: 500,
      code: 'internal.error',
      route: '/api/v1/broken',
    });
    expect(line?.err).toMatchObject({ type: 'Error', stack: expect.stringContaining('at ') });
    expect(JSON.stringify(line)).not.toContain('somebody@example.com');
  });

  it('of the database is 503 with Retry-After', async () => {
    const answer = await client.get('/api/v1/database-down');
    expectProblem(answer, 503, 'service.unavailable');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('of authentication says how to authenticate', async () => {
    const answer = await client.get('/api/v1/me');
    expectProblem(answer, 401, 'auth.required');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="sallyport"');
    const invalid = await client.get('/api/v1/me', { headers: { authorization: 'Bearer nobody' } });
    expectProblem(invalid, 401, 'auth.invalid-credential');
    expect(invalid.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });
});

describe('what no route answers', () => {
  it.each([
    '/',
    '/api/v1/nothing',
    '/API/V1/me',
    '//api/v1/me',
    '/api%2fv1%2fme',
    '/api/v1/me/',
    '/api/v1/../v1/nothing',
  ])('%s is 404', async (path) => {
    expectProblem(await client.get(path), 404, 'request.not-found');
  });

  it('a parameter longer than any is 404', async () => {
    expectProblem(await client.get(`/api/v1/named/${'x'.repeat(300)}`), 404, 'request.not-found');
  });

  it.each([
    ['PUT', '/api/v1/me', 'GET, HEAD'],
    ['GET', '/api/v1/things?a=1', 'POST'],
    ['PROPFIND', '/api/v1/named/x%2fy', 'GET, HEAD'],
    ['POST', '/health', 'GET, HEAD'],
  ])('%s %s is 405 and says what is allowed: %s', async (method, path, allowed) => {
    const answer = await client.send<Json>(method, path);
    expectProblem(answer, 405, 'request.method-not-allowed');
    expect(answer.headers.get('allow')).toBe(allowed);
  });

  it('is 404 with any method: a prefix or a longer path is another address', async () => {
    for (const path of ['/api/v1', '/api/v1/me/x', '/xhealth', '/api/v1/named/x/y'])
      expectProblem(await client.send('PUT', path), 404, 'request.not-found');
  });

  it('a URL that cannot be decoded is 400', async () => {
    expectProblem0(await client.get('/api/v1/named/%zz'), 'request.malformed');
  });
});

function expectProblem0({ status, body, headers }: Answer<Json>, code: string): void {
  expect({ status, code: body.code }).toEqual({ status: 400, code });
  expect(headers.get('content-type')).toContain('application/problem+json');
  expect(headers.get('x-request-id')).toBe(body.requestId);
}

describe('HEAD and OPTIONS', () => {
  it('HEAD passes the same guards and has no body', async () => {
    expect((await client.send('HEAD', '/api/v1/me')).status).toBe(401);
    const signedIn = await client.send('HEAD', '/api/v1/me', undefined, {
      headers: { authorization: 'Bearer u1' },
    });
    expect(signedIn.status).toBe(200);
    expect(signedIn.body).toBe('');
  });

  it('OPTIONS without an origin that is allowed is an unknown method', async () => {
    expect((await client.send('OPTIONS', '/api/v1/me', undefined, { origin: null })).status).toBe(405);
  });
});
