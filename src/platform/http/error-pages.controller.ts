import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from './access.js';
import { ErrorPages } from './error-pages.js';
import { routeNotFound } from './http.errors.js';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Where the `type` of every problem document leads. */
@ApiExcludeController()
@Public()
@Controller('errors')
export class ErrorPagesController {
  constructor(private readonly pages: ErrorPages) {}

  @Get(':code')
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=3600')
  page(@Param('code') code: string): string {
    const text = this.pages.find(code);
    if (text === undefined) throw routeNotFound();
    return html(code, text);
  }
}

function html(code: string, text: string): string {
  const paragraphs = text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${markup(paragraph)}</p>`)
    .join('\n');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(code)}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem}</style>
<h1><code>${escape(code)}</code></h1>
${paragraphs}
</html>
`;
}

/** The little Markdown that the explanations use. */
function markup(text: string): string {
  return escape(text)
    .replace(/`([^`\n]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*\n]+)\*\*/g, '<strong>$1</strong>');
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}
