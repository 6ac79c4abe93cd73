import { createReadStream } from 'node:fs';
import { csvRecords } from './csv-records.js';
import { ndjsonRecords } from './ndjson-records.js';
import { UnreadableFile, type FileRecord } from './record.js';

export const RECORD_FORMATS = ['csv', 'ndjson'] as const;
export type RecordFormat = (typeof RECORD_FORMATS)[number];

/** @returns null when the name of the file does not say */
export function formatOf(path: string): RecordFormat | null {
  if (/\.csv$/i.test(path)) return 'csv';
  return /\.(ndjson|jsonl)$/i.test(path) ? 'ndjson' : null;
}

/**
 * Reads a file record by record, never the whole of it.
 * @param known the names that fields may have
 * @throws UnreadableFile when it is not UTF-8, not of the format, or has a column of another name
 */
export function readRecords(
  path: string,
  format: RecordFormat,
  known: readonly string[],
): AsyncGenerator<FileRecord> {
  const text = textOf(createReadStream(path));
  switch (format) {
    case 'csv':
      return csvRecords(text, known);
    case 'ndjson':
      return ndjsonRecords(text, known);
  }
}

/** Strict: a name in another encoding would be stored as question marks. Takes a byte order mark away. */
export async function* textOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new UnreadableFile('the file is not UTF-8: convert it first');
    throw error;
  }
}
