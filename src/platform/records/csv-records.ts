import { CsvRows, type CsvRow } from './csv-rows.js';
import { UnreadableFile, type FileRecord } from './record.js';

/** Rows under a header. One with too few or too many columns is a fault of that row alone. */
export async function* csvRecords(
  text: AsyncIterable<string>,
  known: readonly string[],
): AsyncGenerator<FileRecord> {
  let names: readonly string[] | undefined;
  for await (const row of rowsOf(text)) {
    if (names) yield recordOf(row, names);
    else names = header(row.values, known);
  }
  if (!names) throw new UnreadableFile('the first line names the columns, and there is none');
}

async function* rowsOf(text: AsyncIterable<string>): AsyncGenerator<CsvRow> {
  const rows = new CsvRows();
  for await (const chunk of text) yield* rows.push(chunk);
  yield* rows.end();
}

function header(values: readonly string[], known: readonly string[]): readonly string[] {
  const names = values.map((name) => name.trim());
  if (!names.every((name) => known.includes(name)))
    throw new UnreadableFile(`the first line has a column besides ${known.join(', ')}`);
  if (new Set(names).size < names.length) throw new UnreadableFile('the first line names a column twice');
  return names;
}

function recordOf({ line, values }: CsvRow, names: readonly string[]): FileRecord {
  if (values.length !== names.length) {
    const reason = `has ${String(values.length)} columns instead of ${String(names.length)}`;
    return { line, fault: { field: null, reason } };
  }
  const entries = names.map((name, index) => [name, values[index]!] as const);
  return { line, fields: Object.fromEntries(entries.filter(([, value]) => value !== '')) };
}
