import { describe, expect, it } from 'vitest';
import { slugOf } from './tenant.js';

/** As the database demands it. */
const FORM = /^[a-z0-9](-?[a-z0-9]+)*$/;

describe('slugOf', () => {
  it.each([
    ['Acme', 'acme'],
    ['Acme, Inc.', 'acme-inc'],
    ['  --Été  à   Zürich!! ', 'ete-a-zurich'],
    ['İstanbul', 'istanbul'],
    ['ﬁrst K Ltd', 'first-k-ltd'],
    ['２０２６', '2026'],
    ['a_b', 'a-b'],
    ['<script>', 'script'],
    ['../../etc', 'etc'],
  ])('makes of %j %j', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it.each(['', ' ', '日本', 'Привет', '💩', '---', '\0'])('makes nothing of %j', (name) => {
    expect(slugOf(name)).toBe('');
  });

  it('never ends in a hyphen, also where it was cut', () => {
    for (let length = 45; length < 55; length += 1) {
      const slug = slugOf(`${'a'.repeat(length)} and more`);
      expect(slug).toMatch(FORM);
      expect(slug.length).toBeLessThanOrEqual(50);
    }
  });

  it('has the form that the database demands, whatever the name', () => {
    for (let code = 1; code < 0x3000; code += 1) {
      const slug = slugOf(`${String.fromCharCode(code)}x${String.fromCharCode(code)}`);
      expect(slug).toMatch(FORM);
    }
  });

  it('takes its time only with what is a name', () => {
    expect(slugOf('- '.repeat(50_000))).toBe('');
    expect(slugOf(`${'a'.repeat(100_000)}-`)).toHaveLength(50);
  });
});
