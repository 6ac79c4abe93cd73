import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allCodes, codesIn, differences } from './error-codes.js';
import { root } from './planted.js';

describe('docs/errors.md', () => {
  it('has every code with its status, and no other', () => {
    expect(differences(allCodes(), readFileSync(`${root}/docs/errors.md`, 'utf8'))).toEqual([]);
  });
});

describe('the check above', () => {
  const source = `
    export const gone = () => new DomainError({ kind: 'gone', code: 'link.used', publicMessage: 'Used.' });
    export const short = (path: string): FieldError => ({ path, code: 'password.too-short', message: \`Use \${n}.\` });`;
  const page = '### `link.used`\n\n**410** Used.\n\n### `password.too-short`\n\n**400** In a field.\n';

  it('reads codes, kinds and messages from the source', () => {
    expect(codesIn(source)).toEqual([
      { code: 'link.used', kind: 'gone', message: 'Used.' },
      { code: 'password.too-short', kind: 'field', message: '(computed)' },
    ]);
  });

  it('is content when both agree', () => {
    expect(differences(codesIn(source), page)).toEqual([]);
  });

  it('catches a code that is not documented', () => {
    const [problem] = differences(codesIn(source), page.replace('link.used', 'link.other'));
    expect(problem).toMatch(/^link\.used: add a section/);
  });

  it('catches a section of a code that does not exist', () => {
    const more = `${page}### \`link.lost\`\n\n**410** Lost.\n`;
    expect(differences(codesIn(source), more)).toEqual(['link.lost: is documented, but nothing answers it']);
  });

  it('catches a wrong status', () => {
    expect(differences(codesIn(source), page.replace('410', '404'))).toEqual([
      'link.used: is documented with another status than 410',
    ]);
  });

  it('catches a code that is put together at run time', () => {
    const computed = `new DomainError({ kind: 'gone', code: 'link.' + what, publicMessage: '' })`;
    expect(differences(codesIn(computed), '')).toHaveLength(1);
  });
});
