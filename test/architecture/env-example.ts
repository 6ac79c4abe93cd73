import type { z } from 'zod';
import { oauthClientFamilies } from '../../src/platform/config/oauth-clients.js';

const HEADER = `# Every setting of the service. Made from src/platform/config: npm run env:example
#
# A setting that is commented out has the default shown, or none. Any of them can also be read
# from a file: NAME_FILE=/run/secrets/name. docs/development.md says how to make secrets.
`;

/** Defaults that depend on the machine would make the file differ from one to the next. */
const DEPENDS_ON_THE_MACHINE = new Set(['HASH_CONCURRENCY']);

/** `.env.example` as the settings describe themselves. */
export function envExample(settings: Readonly<Record<string, z.ZodType>>): string {
  const entries = Object.entries(settings).map(([name, schema]) => {
    const value = DEPENDS_ON_THE_MACHINE.has(name) ? '' : defaultOf(schema);
    return `# ${schema.description ?? 'not described'}\n# ${name}=${value}\n`;
  });
  return [HEADER, ...entries, ...oauthClients()].join('\n');
}

/** Names that are made of a prefix and a suffix. */
function oauthClients(): string[] {
  return oauthClientFamilies.map(({ prefixes, suffixes, description }) => {
    const names = prefixes.flatMap((prefix) => suffixes.map((suffix) => `# ${prefix}_${suffix}=\n`));
    return `# ${description}\n${names.join('')}`;
  });
}

/** The default in the form in which one would write it, or nothing. */
function defaultOf(schema: z.ZodType): string {
  const result = schema.safeParse(undefined);
  if (!result.success) return '';
  const value: unknown = result.data;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.join(',');
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return '';
  // A shell reads the file too.
  return /^[\w.:/@+-]*$/.test(value) ? value : `"${value}"`;
}
