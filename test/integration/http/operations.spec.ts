import { describe, expect, it } from 'vitest';
import { HealthProbes } from '../../../src/platform/observability/health-probes.js';
import { ServiceState } from '../../../src/platform/observability/service-state.js';
import { Client } from '../../support/client.js';
import { startScratch } from './scratch-app.js';

const never = () => new Promise<never>(() => undefined);

describe('health', () => {
  it('names every component with its latency, and tells the critical from the others', async () => {
    const scratch = await startScratch();
    const probes = scratch.app.get(HealthProbes);
    probes.register({ name: 'database', critical: true, check: () => Promise.resolve() });
    probes.register({
      name: 'redis',
      critical: false,
      check: () => Promise.reject(new Error('secret host')),
    });
    const { status, body } = await new Client(scratch.url).get('/health');
    expect(status).toBe(200);
    expect(body).toEqual({
      status: 'degraded',
      components: {
        database: { status: 'up', critical: true, latencyMs: expect.any(Number) },
        redis: { status: 'down', critical: false, latencyMs: expect.any(Number) },
      },
    });
  });

  it('is not ready without a critical component, also one that hangs, but lives', async () => {
    const scratch = await startScratch();
    scratch.app.get(HealthProbes).register({ name: 'database', critical: true, check: never });
    const client = new Client(scratch.url);
    expect(await client.get('/health/ready')).toMatchObject({ status: 503, body: { status: 'down' } });
    expect((await client.get('/health')).status).toBe(503);
    expect((await client.get('/health/live')).status).toBe(200);
  });

  it('asks components once, however many ask', async () => {
    const scratch = await startScratch();
    let asked = 0;
    const check = () => Promise.resolve((asked += 1));
    scratch.app.get(HealthProbes).register({ name: 'database', critical: true, check });
    const client = new Client(scratch.url);
    await Promise.all(Array.from({ length: 50 }, () => client.get('/health')));
    expect(asked).toBe(1);
  });

  it('is not ready while stopping', async () => {
    const scratch = await startScratch();
    scratch.app.get(ServiceState).stop();
    const { status, headers } = await new Client(scratch.url).get('/health/ready');
    expect(status).toBe(503);
    expect(headers.get('connection')).toBe('close');
  });
});

describe('metrics', () => {
  it('count requests by method, route pattern and status, and errors by code', async () => {
    const scratch = await startScratch();
    const client = new Client(scratch.url);
    await client.get('/api/v1/named/one?x=1');
    await client.get('/api/v1/named/two');
    await client.get('/api/v1/nothing-here');
    await client.get('/api/v1/refused');
    const { status, body } = await client.get<string>('/metrics');
    expect(status).toBe(200);
    expect(body).toContain('http_requests_total{method="GET",route="/api/v1/named/:name",status="200"} 2');
    expect(body).toContain('http_requests_total{method="GET",route="unknown",status="404"} 1');
    expect(body).toContain('http_request_seconds_count{route="/api/v1/named/:name"} 2');
    expect(body).toContain('http_errors_total{code="scratch.gone"} 1');
    expect(body).toContain('nodejs_eventloop_lag_seconds');
    expect(body).not.toContain('nothing-here');
  });

  it('ask for the token when there is one', async () => {
    const scratch = await startScratch({ environment: { METRICS_TOKEN: 'scrape-me' } });
    const get = (authorization?: string) =>
      new Client(scratch.url).get('/metrics', { headers: authorization ? { authorization } : {} });
    expect((await get()).status).toBe(401);
    expect((await get('Bearer scrape-you')).status).toBe(401);
    expect((await get('Bearer scrape-me')).status).toBe(200);
  });

  it('are closed in production without a token', async () => {
    const scratch = await startScratch();
    Object.assign(scratch.config, { production: true });
    expect((await new Client(scratch.url).get('/metrics')).status).toBe(404);
  });
});

describe('the documentation', () => {
  it('is served from bundled files, under our own content policy', async () => {
    const scratch = await startScratch({ environment: { DOCS: 'on' } });
    const client = new Client(scratch.url);
    const page = await client.get<string>('/docs');
    expect(page.status).toBe(200);
    expect(page.body).not.toMatch(/https?:\/\/(?!localhost)[^"']*\.(js|css)/);
    const scripts = [...page.body.matchAll(/<script src="\.?([^"]+)"/g)].map(([, path]) => path!);
    expect(scripts.length).toBeGreaterThan(0);
    for (const path of scripts) expect((await client.get(path)).status).toBe(200);
    expect(page.body).not.toMatch(/<script(?![^>]*src=)[^>]*>\s*\S/);
  });

  it('is OpenAPI 3.1 with every credential and problems everywhere', async () => {
    const scratch = await startScratch({ environment: { DOCS: 'on' } });
    const { body } = await new Client(scratch.url).get<{
      openapi: string;
      paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
      components: { securitySchemes: Record<string, unknown>; schemas: Record<string, unknown> };
    }>('/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.components.securitySchemes)).toEqual(['session', 'bearer', 'client']);
    expect(body.paths['/api/v1/me']?.get?.responses).toHaveProperty('4XX');
    expect(body.components.schemas).toHaveProperty('ProblemDto');
    expect(Object.keys(body.paths)).not.toContain('/metrics');
  });

  it('is not there when switched off', async () => {
    const client = new Client((await startScratch({ environment: { DOCS: 'off' } })).url);
    for (const path of ['/docs', '/openapi.json']) expect((await client.get(path)).status).toBe(404);
  });
});
