import { describe, expect, it } from 'vitest';
import { extentOf } from '../domain/effort.js';
import { CelConditions } from './cel-conditions.js';

const conditions = new CelConditions();
const inputs = {
  subject: { id: 'ada', roles: ['editor'], groups: ['g1'], externalId: null },
  resource: { type: 'document', id: 'd1', properties: { owner: 'ada', size: 5, tags: ['a', 'b'] } },
  action: { name: 'document:read' },
  context: { hour: 9, ip: '192.0.2.7', at: '2026-01-01T09:00:00Z' },
};
const holds = (text: string) => conditions.compile(text).holds(inputs);

describe('a condition', () => {
  it.each([
    ['resource.properties.owner == subject.id', true],
    ['context.hour >= 9 && context.hour < 18', true],
    ['context.hour == 10', false],
    ['"editor" in subject.roles', true],
    ['resource.properties.tags.exists(tag, tag == "b")', true],
    ['resource.properties.tags.all(tag, tag == "b")', false],
    ['has(context.device) && context.device == "known"', false],
    ['context.ip.startsWith("192.0.2.")', true],
    ['timestamp(context.at).getHours() == 9', true],
    ['action.name == "document:read"', true],
    ['resource.properties.size > 3 ? true : false', true],
  ])('%s is %j', (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  it('knows whether it is about a resource', () => {
    expect(conditions.compile('resource.id == "d1"').isAboutResource).toBe(true);
    expect(conditions.compile('context.resource == "d1"').isAboutResource).toBe(false);
  });

  it('fails where what it looks at is not there', () => {
    expect(() => holds('context.nothing == 1')).toThrow();
    expect(() => holds('resource.properties.owner')).toThrow();
  });

  it('is compiled once', () => {
    expect(conditions.compile('context.hour == 1')).toBe(conditions.compile('context.hour == 1'));
  });

  it.each([
    ['', 'empty'],
    ['context.hour >', 'unfinished'],
    ['process.exit()', 'names something else'],
    ['tenant.id == "x"', 'names something else'],
    ['1 + 1', 'not true or false'],
    ['"text"', 'not true or false'],
    ['context.ip.matches("(a+)+$")', 'regular expression'],
    ['context.list.map(x, x)', 'makes lists'],
    ['subject.roles.exists(a, subject.roles.exists(b, a == b))', 'walks within a walk'],
    [`context.text == "${'x'.repeat(1000)}"`, 'too long'],
    [Array.from({ length: 60 }, (_, at) => `context.a == ${String(at)}`).join(' || '), 'too many parts'],
    [`${'('.repeat(200)}true${')'.repeat(200)}`, 'nested too deeply'],
    ['subject.constructor.constructor("return 1")()', 'code'],
  ])('%s is refused: %s', (text) => {
    expect(() => conditions.compile(text)).toThrow(
      expect.objectContaining({ code: 'authz.condition-refused' }),
    );
  });

  it('sees nothing of JavaScript behind its inputs', () => {
    for (const text of [
      'subject.constructor == null',
      'subject.__proto__ == null',
      'context.toString == null',
    ])
      expect(() => holds(text), text).toThrow();
  });

  it.each([
    ['context.words.exists(word, word == context.word)', { words: Array(100).fill('a') }],
    ['context.words.exists(word, word.contains(context.word))', { words: ['a'.repeat(2000)] }],
    ['context.words == context.others', { words: Array(100).fill(Array(100).fill(1)) }],
    ['string(context.words) == "[]"', { words: Array(100).fill(Array(100).fill(1)) }],
    ['(context.word + context.word).contains("a")', { word: 'a'.repeat(2000) }],
  ])('%s costs more where there is more to look at', (text, context) => {
    const condition = conditions.compile(text);
    const little = condition.cost(extentOf({ ...inputs, context: { words: ['a'], word: 'a' } }));
    expect(condition.cost(extentOf({ ...inputs, context }))).toBeGreaterThan(10 * little);
  });

  it('costs more the more of it is asked for each member of a list', () => {
    const extent = extentOf(inputs);
    const costOf = (text: string) => conditions.compile(text).cost(extent);
    const asked = 'x == "a" || x == "b" || x == "c"';
    expect(costOf(`subject.roles.exists(x, ${asked})`)).toBeGreaterThan(
      5 * costOf('subject.roles.size() > 0 || subject.id == "a" || subject.id == "b"'),
    );
    expect(costOf('timestamp(context.at).getHours("Asia/Kathmandu") == 9')).toBeGreaterThan(
      50 * costOf('timestamp(context.at).getHours() == 9'),
    );
  });
});
