import { describe, expect, it } from 'vitest';
import { cleanBody, cleanText, cleanValue, refuseUncleanUrl } from './clean-text.js';

describe('cleanText', () => {
  it('normalises, and leaves ASCII and astral characters as they are', () => {
    expect(cleanText('e\u0301')).toBe('é');
    for (const text of ['', 'plain\ttext\n', '🏰']) expect(cleanText(text)).toBe(text);
  });

  it.each(['\u0000', 'a\u0000b', '\ud800', 'x\udfffy', '\udc00\ud800'])('refuses %j', (text) => {
    expect(() => cleanText(text)).toThrow(expect.objectContaining({ code: 'request.invalid-text' }));
  });
});

describe('cleanValue', () => {
  it('cleans keys and values at every level, and touches nothing else', () => {
    expect(cleanValue({ 'e\u0301': ['e\u0301', 1, null, { a: true }] })).toEqual({
      é: ['é', 1, null, { a: true }],
    });
  });

  it('refuses absurd depth', () => {
    const deep = JSON.parse('['.repeat(40) + ']'.repeat(40)) as unknown;
    expect(() => cleanValue(deep)).toThrow(expect.objectContaining({ code: 'request.malformed-body' }));
  });
});

describe('cleanBody', () => {
  const clean = (text: string): unknown => cleanBody(text, JSON.parse(text) as object);

  it('copies only what may have to be cleaned', () => {
    const parsed = { a: ['b'] };
    expect(cleanBody('{"a":["b"]}', parsed)).toBe(parsed);
    expect(clean('{"a":"e\\u0301"}')).toEqual({ a: 'é' });
    expect(clean('{"a":"e\u0301"}')).toEqual({ a: 'é' });
  });

  it.each(['{"a":"\\u0000"}', '{"a":"\\ud800"}'])('refuses %s', (text) => {
    expect(() => clean(text)).toThrow(expect.objectContaining({ code: 'request.invalid-text' }));
  });

  it('refuses absurd depth', () => {
    expect(() => clean(`{"a":${'['.repeat(40)}${']'.repeat(40)}}`)).toThrow(
      expect.objectContaining({ code: 'request.malformed-body' }),
    );
  });
});

describe('refuseUncleanUrl', () => {
  it.each(['/a%00', '/a?b=%ED%A0%80', '/a?b=%ff', '/a?b=100%'])('refuses %s', (url) => {
    expect(() => refuseUncleanUrl(url)).toThrow(expect.objectContaining({ code: 'request.invalid-text' }));
  });

  it('lets well-formed ones pass', () => {
    expect(() => refuseUncleanUrl('/a%20b?c=%F0%9F%8F%B0')).not.toThrow();
  });
});
