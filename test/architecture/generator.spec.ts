import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { CopiedTree } from '../support/copied-tree.js';
import { root, TOOL_TIMEOUT } from './planted.js';

interface Spelled {
  readonly one: string;
  readonly many: string;
}
type Names = Readonly<Record<'kebab' | 'snake' | 'words' | 'pascal' | 'camel', Spelled>>;
interface Renaming {
  namesOf(many: string, one?: string): Names;
  renamed(text: string, names: Names, how?: { sql?: boolean; prose?: boolean }): string;
}

let rename: Renaming;
beforeAll(async () => {
  rename = (await import(pathToFileURL(`${root}/scripts/rename-sample.mjs`).href)) as Renaming;
});

describe('the names of a module', () => {
  it.each([
    ['invoices', 'invoice'],
    ['purchase-orders', 'purchase-order'],
    ['categories', 'category'],
    ['boxes', 'box'],
    ['branches', 'branch'],
    ['notes', 'note'],
  ])('%s: one of them is a %s', (many, one) => {
    expect(rename.namesOf(many).kebab).toEqual({ one, many });
  });

  it('can be said where they do not follow the rule', () => {
    expect(rename.namesOf('people', 'person').pascal).toEqual({ one: 'Person', many: 'People' });
  });

  it.each([
    'people',
    'news',
    'statuses',
    'classes',
    'Invoices',
    '../x',
    'a b',
    '',
    '-x',
    `${'x'.repeat(40)}s`,
  ])('%j is none by itself', (name) => {
    expect(() => rename.namesOf(name)).toThrow(/is not a name|--singular/);
  });

  it.each([
    [
      'const conversationId = (conversation: Conversation) => CONVERSATIONS;',
      'const openOrderId = (openOrder: OpenOrder) => OPEN_ORDERS;',
    ],
    [
      "['conversation:read', './conversations.dto.js', `${conversation.id}/conversations`];",
      "['open-order:read', './open-orders.dto.js', `${openOrder.id}/open-orders`];",
    ],
    [
      "'No such conversation.'; // A conversation, see `conversations.not-found`",
      "'No such open order.'; // An open order, see `open-orders.not-found`",
    ],
    [
      "@ApiTags('Conversations') /** Conversations. */ ({ tableName: 'conversations' })",
      "@ApiTags('Open orders') /** Open orders. */ ({ tableName: 'open_orders' })",
    ],
  ])('are spelled as it is done there: %s', (text, expected) => {
    expect(rename.renamed(text, rename.namesOf('open-orders'))).toBe(expected);
  });

  it('are spelled with underscores in SQL', () => {
    const sql = `runner.query('DROP TABLE conversations')`;
    expect(rename.renamed(sql, rename.namesOf('open-orders'), { sql: true })).toContain('open_orders');
  });
});

describe('npm run generate:module', { timeout: TOOL_TIMEOUT }, () => {
  it('writes nothing when something is in the way', async () => {
    const tree = new CopiedTree();
    const before = tree.filesIn('src').length;
    for (const [name, reason] of [
      ['tokens', 'src/modules/tokens is there already'],
      ['documents', 'examples/documents is there already'],
      ['groups', 'The table groups is made in'],
      ['pages', 'Page already means something'],
      ['News', 'is not a name'],
    ] as const) {
      const { code, output } = await tree.generate(name);
      expect([code, output]).toEqual([1, expect.stringContaining(reason)]);
    }
    expect(tree.filesIn('src')).toHaveLength(before);
  });
});
