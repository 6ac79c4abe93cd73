import { describe, expect, it, vi } from 'vitest';
import { fillPage, readFrom, type FoundPage } from './fill-page.js';

const keys = (count: number) => Array.from({ length: count }, (_, at) => String(at).padStart(5, '0'));

const search = (all: readonly string[], allowed: (key: string) => boolean) => ({
  read: vi.fn(readFrom(all)),
  judge: (found: readonly string[]) => found.map(allowed),
  keyOf: (key: string) => key,
});

describe('fillPage', () => {
  it.each([0, 1, 2, 199, 200, 201, 400, 1999, 2000, 2001, 4100])(
    'walks over %i candidates, each once',
    async (count) => {
      const all = keys(count);
      const wanted = (key: string) => Number(key) % 3 === 0;
      const seen: string[] = [];
      let next: string | null = '';
      while (next !== null) {
        const page: FoundPage<string> = await fillPage(search(all, wanted), { after: next, limit: 100 });
        expect(page.results.length).toBeLessThanOrEqual(100);
        seen.push(...page.results);
        ({ next } = page);
      }
      expect(seen).toEqual(all.filter(wanted));
    },
  );

  it('promises a next page only when there is something on it, as far as it looked', async () => {
    const all = keys(150);
    const onlyTwo = search(all, (key) => key === '00003' || key === '00140');
    expect(await fillPage(onlyTwo, { after: '', limit: 2 })).toEqual({
      ...{ results: ['00003', '00140'], next: null },
    });
    expect(await fillPage(onlyTwo, { after: '', limit: 1 })).toEqual({ results: ['00003'], next: '00139' });
    expect(await fillPage(onlyTwo, { after: '', limit: 0 })).toEqual({ results: [], next: '00002' });
  });

  it('looks at no more than 2000 candidates', async () => {
    const barren = search(keys(5000), () => false);
    expect(await fillPage(barren, { after: '', limit: 50 })).toEqual({ results: [], next: '01999' });
    expect(barren.read).toHaveBeenCalledTimes(10);
  });
});
