import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvRecords } from './csv-records.js';
import { ndjsonRecords } from './ndjson-records.js';
import { formatOf, readRecords, textOf } from './read-records.js';
import type { FileRecord } from './record.js';

const KNOWN = ['a', 'b', 'c'];

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += size) yield text.slice(from, from + size);
}

async function all(records: AsyncIterable<FileRecord>): Promise<FileRecord[]> {
  const found: FileRecord[] = [];
  for await (const record of records) found.push(record);
  return found;
}

const csv = (text: string, size = 7) => all(csvRecords(pieces(text, size), KNOWN));
const ndjson = (text: string, size = 7) => all(ndjsonRecords(pieces(text, size), KNOWN));

describe('CSV', () => {
  it.each([1, 2, 3, 1000])('is the same in pieces of %i characters', async (size) => {
    const text = 'a, b ,c\r\n1,"x ""y"", z\r\nsecond",\r\n\r\n"",2,3\n,,"last"';
    expect(await csv(text, size)).toEqual([
      { line: 2, fields: { a: '1', b: 'x "y", z\r\nsecond' } },
      { line: 5, fields: { b: '2', c: '3' } },
      { line: 6, fields: { c: 'last' } },
    ]);
  });

  it('refuses a row of another width, and reads the next', async () => {
    expect(await csv('a,b\n1\n1,2,3\n1,2\n')).toEqual([
      { line: 2, fault: { field: null, reason: 'has 1 columns instead of 2' } },
      { line: 3, fault: { field: null, reason: 'has 3 columns instead of 2' } },
      { line: 4, fields: { a: '1', b: '2' } },
    ]);
  });

  it.each([
    ['', 'there is none'],
    ['\n\n', 'there is none'],
    ['a,secret\n', 'a column besides a, b, c'],
    ['a,a\n', 'a column twice'],
    ['a,b\n1,secret"x"\n', 'line 2: a quote stands inside a field'],
    ['a,b\n1,"secret"x\n', 'line 2: something follows a closing quote'],
    ['a,b\n1,2\n"secret\n', 'line 3: a quoted field has no end'],
    ['a,b\r1,2\r', 'line 1: a line ends in CR'],
    ['a\nx\r', 'line 2: a line ends in CR'],
    [`a\n${'x'.repeat(1_048_577)}`, 'line 2: a row is longer'],
  ])('cannot be read on: %.30j', async (text, reason) => {
    const reading = csv(text, 10_000);
    await expect(reading).rejects.toThrow(reason);
    await expect(reading).rejects.not.toThrow(/secret/);
  });
});

describe('NDJSON', () => {
  it.each([1, 2, 1000])('is the same in pieces of %i characters', async (size) => {
    expect(await ndjson('{"a":"1","b":null}\r\n\n{"c":[true]}', size)).toEqual([
      { line: 1, fields: { a: '1' } },
      { line: 3, fields: { c: [true] } },
    ]);
  });

  it.each(['[]', '1', 'null', '"x"', '{"a":', '{a:1}', 'nonsense'])(
    'refuses %s, and reads the next',
    async (line) => {
      expect(await ndjson(`${line}\n{"a":1}\n`)).toEqual([
        { line: 1, fault: { field: null, reason: 'is not a JSON object' } },
        { line: 2, fields: { a: 1 } },
      ]);
    },
  );

  it('refuses a field of another name, a dangerous one too', async () => {
    const [misspelt, dangerous] = await ndjson('{"A":1}\n{"__proto__":{"a":1}}');
    for (const record of [misspelt, dangerous])
      expect(record?.fault?.reason).toBe('has a field besides a, b, c');
  });

  it('does not gather a line without an end', async () => {
    await expect(ndjson('x'.repeat(1_100_000), 65_536)).rejects.toThrow('longer than a mebibyte');
  });
});

describe('a file', () => {
  let directory: string;
  beforeAll(() => (directory = mkdtempSync(join(tmpdir(), 'sallyport-records-'))));
  afterAll(() => rmSync(directory, { recursive: true }));

  const write = (name: string, content: Buffer | string) => {
    const path = join(directory, name);
    writeFileSync(path, content);
    return path;
  };

  it('may begin with a byte order mark', async () => {
    const path = write('bom.csv', '\ufeffa\r\nJosé\r\n');
    expect(await all(readRecords(path, 'csv', KNOWN))).toEqual([{ line: 2, fields: { a: 'José' } }]);
  });

  it.each(['csv', 'ndjson'] as const)('in another encoding is refused as %s', async (format) => {
    const path = write('latin', Buffer.from('a\n{"a":"Jos\xe9"}\n', 'latin1'));
    await expect(all(readRecords(path, format, KNOWN))).rejects.toThrow('not UTF-8');
  });

  it('that breaks off within a character is refused', async () => {
    async function* chunks() {
      yield Buffer.from([0xc3]);
    }
    const reading = async () => {
      for await (const text of textOf(chunks())) expect(text).toBe('');
    };
    await expect(reading()).rejects.toThrow('not UTF-8');
  });

  it('that is not there is said to be missing', async () => {
    await expect(all(readRecords(join(directory, 'none'), 'csv', KNOWN))).rejects.toThrow('ENOENT');
  });

  it.each([
    ['users.csv', 'csv'],
    ['users.CSV', 'csv'],
    ['users.ndjson', 'ndjson'],
    ['users.jsonl', 'ndjson'],
    ['users.json', null],
    ['csv', null],
  ])('named %s is read as %s', (name, format) => {
    expect(formatOf(name)).toBe(format);
  });
});
