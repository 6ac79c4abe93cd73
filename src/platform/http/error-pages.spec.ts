import { describe, expect, it } from 'vitest';
import { parsePages } from './error-pages.js';

describe('parsePages', () => {
  it('takes what follows a heading that is a code, up to the next heading', () => {
    const pages = parsePages(
      '# Errors\n\nIntro.\n\n## Signing in\n\n### `auth.required`\n\n**401** Sign in.\n\n## More\nx\n',
    );
    expect([...pages.keys()]).toEqual(['auth.required']);
    expect(pages.get('auth.required')?.trim()).toBe('**401** Sign in.');
  });
});
