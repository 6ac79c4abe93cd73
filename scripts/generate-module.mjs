// Writes a module of your own: the sample in examples/conversations under another name, with its migration, its
// tests, and its place in every list. `npm run generate:module invoices`; docs/extending.md goes on from there.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'oxfmt';
import { clashes, namesOf, renamed } from './rename-sample.mjs';

const root = resolve(import.meta.dirname, '..');
const SAMPLE = 'examples/conversations';
const SAMPLE_MIGRATION = '0016';
const read = (path) => readFileSync(join(root, path), 'utf8');
const style = JSON.parse(read('.oxfmtrc.json'));

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { singular: { type: 'string' } },
  });
  if (positionals.length !== 1) throw new Error('npm run generate:module -- NAME [--singular NAME]');
  await generate(namesOf(positionals[0], values.singular));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function generate(names) {
  const number = nextMigration();
  const files = [...copies(names, number), ...registrations(names, number)];
  refuse(names, files);
  for (const { path, content } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), (await format(path, content, style)).code);
  }
  console.log(`src/modules/${names.kebab.many} is there (one of them: ${names.words.one}), with its migration and its tests. Next:

  npm run openapi
  npx vitest run ${names.kebab.many}
  npm run check

docs/extending.md says what is what, and how to go on.`);
}

/** What the sample consists of, under the new name. */
function* copies(names, number) {
  const samples = readdirSync(join(root, SAMPLE), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    );
  for (const source of [
    ...samples,
    `migrations/${SAMPLE_MIGRATION}-conversations.ts`,
    'test/e2e/conversations.spec.ts',
  ]) {
    const target = source.replace('examples/', 'src/modules/').replace(SAMPLE_MIGRATION, number);
    const content = moved(source, read(source)).replaceAll(SAMPLE_MIGRATION, number);
    yield {
      source,
      path: target
        .replaceAll('conversation', names.kebab.one)
        .replaceAll(`${names.kebab.one}s`, names.kebab.many),
      content: renamed(content, names, { sql: source.startsWith('migrations/') }),
      isNew: true,
    };
  }
}

/** Imports as they are from src/modules. */
function moved(source, content) {
  if (!source.startsWith('examples/')) return content;
  return content
    .replaceAll('../src/modules/', '')
    .replaceAll('src/', '')
    .replaceAll("'../../../test/", "'../../../../test/");
}

/** The lists that name every module. */
function* registrations(names, number) {
  const { kebab, pascal, words } = names;
  const [module, migration] = [`${pascal.many}Module`, `${pascal.many}${number}`];
  const row = `  ${/-/.test(kebab.many) ? `'${kebab.many}'` : kebab.many}: ['authorization'],\n`;
  yield edit('src/app.module.ts', [
    [/(?=import .* from '\.\/platform\/)/, `import { ${module} } from './modules/${kebab.many}/index.js';\n`],
    [/(?<=const modules = \[[^\]]*)(?=\];)/, `  ${module},\n`],
  ]);
  yield edit('.dependency-cruiser.mjs', [[/(?= *\/\/ Samples, )/, row]]);
  yield edit('migrations/index.ts', [
    [/(?=\n\/\*\* Every migration)/, `import { ${migration} } from './${number}-${kebab.many}.js';\n`],
    [/(?<=const migrations = \[[^\]]*)(?=\];)/, `  ${migration},\n`],
  ]);
  const victim = /^ *'\/conversations': .*\n/m.exec(read('test/e2e/isolation/victim.ts'))[0];
  yield edit('test/e2e/isolation/victim.ts', [[/(?<='\/conversations': .*\n)/, renamed(victim, names)]]);
  const errors = read('docs/errors.md');
  const section = /### `conversations\.not-found`[^]*?(?=\n###? )/.exec(errors)[0];
  const title = words.many[0].toUpperCase() + words.many.slice(1);
  const text = renamed(section, { kebab, words }, { prose: true });
  yield edit('docs/errors.md', [[/(?=## Samples\n)/, `## ${title}\n\n${text}\n`]]);
}

function edit(path, insertions) {
  let content = read(path);
  for (const [place, text] of insertions) {
    if (!place.test(content))
      throw new Error(`${path}: the place for the module was not found (${String(place)})`);
    content = content.replace(place, () => text);
  }
  return { path, content, isNew: false };
}

/** The highest number in migrations/ and one. */
function nextMigration() {
  const numbers = readdirSync(join(root, 'migrations')).map((name) => Number.parseInt(name, 10) || 0);
  return String(Math.max(...numbers) + 1).padStart(4, '0');
}

/** Nothing is written when anything is in the way. */
function refuse({ kebab, snake, ...names }, files) {
  const homes = ['src/modules', 'examples'].map((home) => `${home}/${kebab.many}`);
  const present = [...homes, ...files.filter(({ isNew }) => isNew).map(({ path }) => path)];
  const taken = present.find((path) => existsSync(join(root, path)));
  if (taken) throw new Error(`${taken} is there already, and is not overwritten.`);
  const table = new RegExp(`(CREATE TABLE |createTenantTable\\(runner, ')${snake.many}\\b`);
  const permission = new RegExp(`'${kebab.one}:[a-z-]+': \\{`);
  for (const home of ['migrations', 'src', 'examples'])
    for (const entry of readdirSync(join(root, home), { recursive: true })) {
      if (!entry.endsWith('.ts')) continue;
      const path = `${home}/${entry.replaceAll('\\', '/')}`;
      const content = read(path);
      if (table.test(content)) throw new Error(`The table ${snake.many} is made in ${path} already.`);
      if (permission.test(content))
        throw new Error(`Permissions ${kebab.one}:… are declared in ${path} already.`);
    }
  for (const { source } of files.filter(({ isNew }) => isNew)) {
    const word = clashes(read(source), names);
    if (word) throw new Error(`${word} already means something in such a module: choose another name.`);
  }
}
