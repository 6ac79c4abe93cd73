import { existsSync, readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { root } from './planted.js';

export type Edges = Readonly<Record<string, readonly string[]>>;

export async function moduleEdges(): Promise<Edges> {
  const config = (await import(pathToFileURL(`${root}/.dependency-cruiser.mjs`).href)) as {
    moduleEdges: Edges;
  };
  return config.moduleEdges;
}

/** Where modules are; those in examples obey the same rules. An example without a door is no module. */
const HOMES = ['src/modules', 'examples'];

/** Paths below src/modules and examples, with forward slashes. */
export function moduleFiles(): string[] {
  return HOMES.flatMap((home) =>
    readdirSync(`${root}/${home}`, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').slice(root.length + 1))
      .map((file) => file.slice(home.length + 1))
      .filter((file) => home !== 'examples' || isModule(file.split('/')[0]!)),
  );
}

const ONLY_IN_INFRA =
  /(\.(controller|dto|view|queries|mapping|job|guard|reader)|\/(typeorm|sql|redis)-[^/]+)\.ts$/;
const VAGUE = /(^|\/)(utils?|common|shared|misc)(\/|\.ts$)/;

const isModule = (example: string) => existsSync(`${root}/examples/${example}/index.ts`);

/** What is wrong with where files stand and how they are called. */
export function shapeProblems(files: readonly string[], edges: Edges): string[] {
  const modules = [...new Set(files.map((file) => file.split('/')[0]!))];
  return [
    ...modules.filter((name) => !(name in edges)).map((name) => `${name}: has no row in the table of edges`),
    ...Object.keys(edges)
      .filter((name) => !modules.includes(name))
      .map((name) => `${name}: is in the table of edges but in neither src/modules nor examples`),
    ...modules.flatMap((name) =>
      [`${name}/index.ts`, `${name}/${name}.module.ts`]
        .filter((file) => !files.includes(file))
        .map((file) => `${file}: is missing`),
    ),
    ...files.flatMap((file) => placeProblem(file) ?? []),
  ];
}

function placeProblem(file: string): string | undefined {
  const layer = file.split('/')[1] ?? '';
  if (VAGUE.test(file)) return `${file}: is named after nothing in particular`;
  if (!file.endsWith('.ts') || layer === 'index.ts' || layer.endsWith('.module.ts')) return undefined;
  if (!['domain', 'application', 'infra'].includes(layer))
    return `${file}: is in none of domain, application, infra`;
  if (layer !== 'infra' && ONLY_IN_INFRA.test(file)) return `${file}: belongs in infra`;
  return undefined;
}

/** The first circle among the edges, as a path, or null. */
export function circleIn(edges: Edges): string | null {
  const done = new Set<string>();
  const walk = (name: string, path: readonly string[]): string | null => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name].join(' → ');
    if (done.has(name)) return null;
    for (const next of edges[name] ?? []) {
      const circle = walk(next, [...path, name]);
      if (circle) return circle;
    }
    done.add(name);
    return null;
  };
  for (const name of Object.keys(edges)) {
    const circle = walk(name, []);
    if (circle) return circle;
  }
  return null;
}
