import { describe, expect, it } from 'vitest';
import { decodeTags, encodeTags } from './tag-payload.js';

describe('tag payloads', () => {
  it('carries tags of any characters', () => {
    const tags = ['user:1', 'with "quotes", \\ and ünïcode', ''];
    expect(encodeTags(tags).flatMap(decodeTags)).toEqual(tags);
  });

  it('splits what one NOTIFY cannot carry, counting bytes', () => {
    const tags = Array.from({ length: 2000 }, (_, n) => `sesslön:${String(n)}`);
    const payloads = encodeTags(tags);
    expect(payloads.length).toBeGreaterThan(1);
    for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThan(8000);
    expect(payloads.flatMap(decodeTags)).toEqual(tags);
  });

  it('empties all caches for a tag that no payload can carry', () => {
    expect(encodeTags(['a', 'x'.repeat(9000)]).flatMap(decodeTags)).toEqual(['*']);
  });

  it('says nothing for no tags', () => {
    expect(encodeTags([])).toEqual([]);
  });

  it.each(['', 'x', '{', '"text"', '7', 'null', '{"tags":[]}'])('ignores the malformed %j', (payload) => {
    expect(decodeTags(payload)).toEqual([]);
  });

  it('ignores members that are not text', () => {
    expect(decodeTags('[1,"a",null,["b"]]')).toEqual(['a']);
  });
});
