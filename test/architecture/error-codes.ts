import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { root } from './planted.js';

export interface ErrorCode {
  readonly code: string;
  /** The kind of a DomainError; `field` for a code that only stands inside `errors[]`. */
  readonly kind: string;
  readonly message: string;
}

/** As the filter at the HTTP edge maps them, and as `ErrorKind` promises. */
const STATUS: Readonly<Record<string, string>> = {
  invalid: '400',
  field: '400',
  unauthenticated: '401',
  forbidden: '403',
  'not-found': '404',
  method: '405',
  conflict: '409',
  gone: '410',
  'too-large': '413',
  unsupported: '415',
  limited: '429',
  unavailable: '503',
  internal: '500',
};

/** The answer to whatever is no DomainError: a fault of ours, made by the filter itself. */
const INTERNAL: ErrorCode = { code: 'internal.error', kind: 'internal', message: 'A fault of ours.' };

/** Every object literal with a `code` in a `*.errors.ts` source, the computed ones as `(computed)`. */
export function codesIn(source: string): ErrorCode[] {
  const found: ErrorCode[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const code = textOf(node, 'code');
      if (code !== undefined)
        found.push({ code, kind: textOf(node, 'kind') ?? 'field', message: messageOf(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('errors.ts', source, ts.ScriptTarget.ES2023));
  return found;
}

const messageOf = (node: ts.ObjectLiteralExpression) =>
  textOf(node, 'publicMessage') ?? textOf(node, 'message') ?? '';

function textOf(node: ts.ObjectLiteralExpression, name: string): string | undefined {
  for (const property of node.properties) {
    if (!property.name || !ts.isIdentifier(property.name) || property.name.text !== name) continue;
    const value = ts.isPropertyAssignment(property) ? property.initializer : undefined;
    return value && ts.isStringLiteralLike(value) ? value.text : '(computed)';
  }
  return undefined;
}

/** Every code of the service, sorted. */
export function allCodes(): ErrorCode[] {
  const declared = ['src', 'examples']
    .flatMap((home) => readdirSync(`${root}/${home}`, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.errors.ts'))
    .flatMap((entry) => codesIn(readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8')));
  return [...declared, INTERNAL].sort((left, right) => left.code.localeCompare(right.code));
}

/** Code → status, from the headings of docs/errors.md and the line below each. */
function documentedIn(markdown: string): Map<string, string> {
  const sections = markdown.matchAll(/^### `([^`]+)`\s+\*\*(\d{3})\*\*/gm);
  return new Map([...sections].map(([, code, status]) => [code!, status!]));
}

/** What differs between the code and the page, each with what to do about it. */
export function differences(codes: readonly ErrorCode[], markdown: string): string[] {
  const documented = documentedIn(markdown);
  const known = new Set(codes.map(({ code }) => code));
  return [
    ...codes.flatMap(({ code, kind, message }) => {
      const status = STATUS[kind] ?? `unknown kind ${kind}`;
      if (!/^[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*$/.test(code))
        return `${code}: write the code as a literal 'namespace.what-happened'`;
      if (!documented.has(code))
        return `${code}: add a section "### \`${code}\`\\n\\n**${status}** ${message}"`;
      if (documented.get(code) !== status) return `${code}: is documented with another status than ${status}`;
      return [];
    }),
    ...[...documented.keys()]
      .filter((code) => !known.has(code))
      .map((code) => `${code}: is documented, but nothing answers it`),
  ];
}
