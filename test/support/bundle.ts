import { existsSync, mkdtempSync, renameSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown, type Plugin } from 'rolldown';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** An empty directory of this run. */
    bundles: string;
  }
}

const ROOT = resolve(import.meta.dirname, '../..');

/** What tests start as a process. */
const SOURCES = {
  main: 'src/main.ts',
  cli: 'src/cli.ts',
  'keep-database': 'test/support/keep-database.ts',
};
export type Program = keyof typeof SOURCES;

/** Packages with a binary, and one that loads only where errors are reported. */
const LEFT_OUT = [/^@node-rs\//, 'argon2', '@sentry/node'];

/** Packages that Nest asks for in a way that a bundler does not see: the service must not have each of them twice. */
const HIDDEN = /^const require = createRequire\(import\.meta\.url\);$/m;
const HIDING = /@nestjs.(mapped-types|typeorm)/;

/** Files that a module finds from where it lies are found from there still. */
const asTheyLay: Plugin = {
  name: 'as-they-lay',
  transform: {
    filter: { code: /import\.meta\.(url|dirname)/ },
    handler: (code, id) =>
      code
        .replace(HIDING.test(id) ? HIDDEN : '', '')
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(id))),
  },
};

/**
 * The sources as they are, whatever `dist` holds, together with the packages that they import: a few files start in a
 * quarter of the time that thousands take. Made once in a run, and only where it is needed.
 * @returns the file to start
 */
export async function bundleOf(program: Program): Promise<string> {
  return join(await (bundle ??= made()), `${program}.mjs`);
}

let bundle: Promise<string> | undefined;

async function made(): Promise<string> {
  const bundles = inject('bundles');
  const finished = join(bundles, 'finished');
  if (existsSync(finished)) return finished;
  // Several workers may be at it: the first puts a whole directory in place, the others keep theirs.
  const own = mkdtempSync(join(bundles, 'own-'));
  await write(own);
  try {
    renameSync(own, finished);
    return finished;
  } catch {
    return own;
  }
}

async function write(dir: string): Promise<void> {
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'), 'junction');
  const build = await rolldown({
    cwd: ROOT,
    input: SOURCES,
    platform: 'node',
    tsconfig: 'tsconfig.json',
    external: LEFT_OUT,
    plugins: [asTheyLay],
    // Optional packages of Nest that are not installed.
    checks: { unresolvedImport: false },
  });
  // Migrations, errors and logs go by the names of classes.
  await build.write({
    dir,
    format: 'esm',
    keepNames: true,
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  });
  await build.close();
}
