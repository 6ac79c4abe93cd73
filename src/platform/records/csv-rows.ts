import { LONGEST_RECORD, UnreadableFile } from './record.js';

export interface CsvRow {
  /** That the row begins on, from 1. */
  readonly line: number;
  readonly values: readonly string[];
}

/** What the next character follows. */
type State = 'delimiter' | 'text' | 'quoted text' | 'closing quote' | 'carriage return';

/**
 * RFC 4180 and nothing besides, in pieces of any size; lines may end in LF alone. The packages there are do not tell
 * on which line a row stands once a field has a line break in it, and the line is what a person looks for.
 */
export class CsvRows {
  private state: State = 'delimiter';
  private line = 1;
  private begin = 1;
  private values: string[] = [];
  private value = '';
  private length = 0;

  /** @throws UnreadableFile where a quote stands that means nothing: nobody can tell where the next row begins */
  *push(text: string): Generator<CsvRow> {
    for (const character of text) {
      this.length += 1;
      if (this.length > LONGEST_RECORD) throw this.broken('a row is longer than a mebibyte');
      if (this.state === 'quoted text') this.quoted(character);
      else if (this.endsRow(character)) yield* this.row();
      else this.unquoted(character);
      if (character === '\n') this.line += 1;
    }
  }

  *end(): Generator<CsvRow> {
    if (this.state === 'quoted text') throw this.broken('a quoted field has no end');
    if (this.state === 'carriage return') throw this.broken('a line ends in CR without LF');
    if (this.length > 0) yield* this.row();
  }

  private quoted(character: string): void {
    if (character === '"') this.state = 'closing quote';
    else this.value += character;
  }

  private endsRow(character: string): boolean {
    if (this.state === 'carriage return' && character !== '\n')
      throw this.broken('a line ends in CR without LF');
    return character === '\n';
  }

  private unquoted(character: string): void {
    if (character === ',') this.field('delimiter');
    else if (character === '\r') this.state = 'carriage return';
    else if (character === '"') this.quote();
    else if (this.state === 'closing quote') throw this.broken('something follows a closing quote');
    else {
      this.value += character;
      this.state = 'text';
    }
  }

  private quote(): void {
    if (this.state === 'text')
      throw this.broken('a quote stands inside a field that does not begin with one');
    // Doubled, it is one that belongs to the text.
    if (this.state === 'closing quote') this.value += '"';
    this.state = 'quoted text';
  }

  private field(next: State): void {
    this.values.push(this.value);
    this.value = '';
    this.state = next;
  }

  /** A line without anything on it is no row. */
  private *row(): Generator<CsvRow> {
    this.field('delimiter');
    const { values, begin } = this;
    this.values = [];
    this.length = 0;
    this.begin = this.line + 1;
    if (values.length > 1 || values[0] !== '') yield { line: begin, values };
  }

  private broken(how: string): UnreadableFile {
    return new UnreadableFile(`not CSV, in the row that begins on line ${String(this.begin)}: ${how}`);
  }
}
