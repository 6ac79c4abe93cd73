/** One record of a file that somebody hands over: its fields, or why it has none. */
export interface FileRecord {
  /** Of the file, from 1; where a record spans several lines the one that it begins on. */
  readonly line: number;
  /** What is empty, or null, is left out. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly fault?: { readonly field: string | null; readonly reason: string };
}

/** The file cannot be read on. Says where and why in one line, and never what stands there: that may be a secret. */
export class UnreadableFile extends Error {
  override name = 'UnreadableFile';
}

/** No record that means anything is longer; what is longer is not kept in memory. Characters. */
export const LONGEST_RECORD = 1_048_576;
