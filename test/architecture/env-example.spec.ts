import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { settings } from '../../src/platform/config/settings.js';
import { envExample } from './env-example.js';
import { root } from './planted.js';

describe('.env.example', () => {
  it('is what npm run env:example writes', async () => {
    await expect(envExample(settings)).toMatchFileSnapshot(`${root}/.env.example`);
  });

  it('describes every setting', () => {
    expect(envExample(settings)).not.toContain('not described');
  });

  it('does not depend on the machine it was made on', () => {
    expect(envExample(settings)).toContain('# HASH_CONCURRENCY=\n');
  });

  it('shows what a new setting is for and its default', () => {
    const planted = {
      NEW_LIMIT: z.coerce.number().default(5).describe('How many'),
      NEW_SWITCH: z.boolean().default(false).describe('Whether'),
      NEW_SECRET: z.string().optional().describe('No default'),
    };
    expect(envExample(planted)).toContain(
      '# How many\n# NEW_LIMIT=5\n\n# Whether\n# NEW_SWITCH=off\n\n# No default\n# NEW_SECRET=\n',
    );
  });
});
