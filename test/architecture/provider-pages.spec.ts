import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PROVIDERS } from '../../src/modules/oauth/domain/providers/catalogue.js';
import type { Provider } from '../../src/modules/oauth/domain/providers/provider.js';
import { root } from './planted.js';

const HEADINGS = [
  'Register the application',
  'Settings',
  'Scopes',
  'How its tokens live',
  'What breaks',
  'Giving it up',
];

/** What somebody who sets this provider up would look for in vain. */
function missingIn(page: string, { id, name, scopes }: Provider): string[] {
  const prefix = `CONNECT_${id.toUpperCase().replaceAll('-', '_')}`;
  const wanted = [
    `# ${name}`,
    ...HEADINGS.map((heading) => `\n## ${heading}\n`),
    `PUBLIC_URL/api/v1/connections/${id}/callback`,
    `\`${prefix}_CLIENT_ID\``,
    `\`${prefix}_CLIENT_SECRET\``,
    ...[...scopes.always, ...scopes.defaults, ...Object.keys(scopes.known)].map((scope) => `\`${scope}\``),
  ];
  return wanted.filter((text) => !page.includes(text)).map((text) => text.trim());
}

function pageOf(id: string): string {
  const path = `${root}/docs/providers/${id}.md`;
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

describe('the page of each provider', () => {
  it.each(PROVIDERS.map((provider) => [provider.id, provider] as const))('%s', (id, provider) => {
    expect(missingIn(pageOf(id), provider)).toEqual([]);
    expect(pageOf('README')).toContain(`](${id}.md)`);
  });

  it('is missed, and so is what it does not say', () => {
    const [provider] = PROVIDERS;
    expect(missingIn('', provider!)).toContain('# Asana');
    const page = pageOf(provider!.id).replaceAll('`users:read`', '').replace('## Settings', '## Setting');
    expect(missingIn(page, provider!)).toEqual(['## Settings', '`users:read`']);
  });
});
