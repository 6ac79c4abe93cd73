import { LONGEST_RECORD, UnreadableFile, type FileRecord } from './record.js';

/** One JSON object a line. A line that is none is a fault of that line; the next one is read all the same. */
export async function* ndjsonRecords(
  text: AsyncIterable<string>,
  known: readonly string[],
): AsyncGenerator<FileRecord> {
  let line = 0;
  for await (const content of linesOf(text)) {
    line += 1;
    if (content.trim() !== '') yield recordOf(line, content, known);
  }
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of text) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    yield* lines;
    if (rest.length > LONGEST_RECORD) throw new UnreadableFile('a line is longer than a mebibyte');
  }
  yield rest;
}

function recordOf(line: number, content: string, known: readonly string[]): FileRecord {
  const object = parsed(content);
  if (!object) return { line, fault: { field: null, reason: 'is not a JSON object' } };
  const entries = Object.entries(object).filter(([, value]) => value !== null);
  if (!entries.every(([name]) => known.includes(name)))
    return { line, fault: { field: null, reason: `has a field besides ${known.join(', ')}` } };
  return { line, fields: Object.fromEntries(entries) };
}

function parsed(content: string): object | null {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
