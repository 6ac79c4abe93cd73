import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';

const CODE_HEADING = /^#{2,4} `?([a-z0-9-]+(?:\.[a-z0-9-]+)+)`?\s*$/;

/**
 * docs/errors.md as one page per code. A code is documented by a heading that holds nothing but the code; what
 * follows, up to the next heading, explains it.
 */
@Injectable()
export class ErrorPages {
  private pages?: ReadonlyMap<string, string>;

  /** @returns the explanation in Markdown */
  find(code: string): string | undefined {
    this.pages ??= parsePages(readDocumentation());
    return this.pages.get(code);
  }
}

export function parsePages(markdown: string): ReadonlyMap<string, string> {
  const pages = new Map<string, string>();
  let code: string | undefined;
  for (const line of markdown.split('\n')) {
    const heading = CODE_HEADING.exec(line)?.[1];
    if (heading ?? line.startsWith('#')) code = heading;
    if (heading) pages.set(heading, '');
    else if (code !== undefined) pages.set(code, `${pages.get(code) ?? ''}${line}\n`);
  }
  return pages;
}

/** The file is shipped beside package.json, from sources and from `dist` alike. */
function readDocumentation(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, 'docs', 'errors.md');
    if (existsSync(path)) return readFileSync(path, 'utf8');
  }
  return '';
}
