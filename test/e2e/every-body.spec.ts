import { beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../support/client.js';
import { routes, titleOf, type Route } from './isolation/routes.js';
import { browserOf, signUp, startService } from './journey.js';

/** Is what the path names of somebody else's, or of nobody: the body is looked at first. */
const NOBODY = '0198c2a4-6f0e-7cc3-8d5b-3f6d2a1b9c10';
/** JSON texts; none of them may break anything, wherever they stand. */
const ODD = ['null', '[]', '[[]]', '[{}]', '{}', '""', '"__proto__"', '-1.5e300', '"\\u202e🦜"'];

let browser: Client;
beforeAll(async () => {
  const node = await startService();
  browser = await browserOf(node, await signUp(node, undefined, { tenantName: 'Acme' }));
});

type Body = Readonly<Record<string, unknown>>;

/** What needs no signed-in person is in `hostile-input.spec.ts`, and so is what ends the session. */
const withBody = routes.flatMap((route) =>
  route.isPublic || typeof route.body !== 'object' || /\/me\b|password/.test(route.path)
    ? []
    : [{ route, body: route.body as Body }],
);

/** @returns the statuses of ours: nobody may cause those */
async function faults({ method, path }: Route, bodies: readonly string[]): Promise<string[]> {
  const address = path.replaceAll(/\{[^}]+\}/g, NOBODY);
  const faulty: string[] = [];
  for (const body of bodies) {
    const headers = { 'content-type': 'application/json' };
    const { status } = await browser.send(method, address, body, { headers });
    if (status >= 500) faulty.push(`${String(status)} ${body}`);
  }
  return faulty;
}

const withField = (body: Body, field: string, json: string) =>
  JSON.stringify({ ...body, [field]: '@here@' }).replace('"@here@"', () => json);

describe('a field that is missing or of another type breaks nothing', () => {
  it.each(withBody.map(({ route, body }) => [titleOf(route), route, body] as const))(
    '%s',
    async (_, route, body) => {
      const fields = Object.keys(body);
      const missing = fields.map((field) => JSON.stringify({ ...body, [field]: undefined }));
      const odd = fields.flatMap((field) => ODD.map((json) => withField(body, field, json)));
      expect(await faults(route, [...missing, ...odd])).toEqual([]);
    },
  );
});
