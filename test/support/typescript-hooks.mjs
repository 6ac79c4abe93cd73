import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const { config } = ts.readConfigFile('tsconfig.json', (path) => readFileSync(path, 'utf8'));
const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, '.');

/** Sources import each other by the names that they will have once compiled. */
export async function resolve(specifier, context, next) {
  if (specifier.startsWith('.') && specifier.endsWith('.js')) {
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(source)) return { url: source.href, format: 'module', shortCircuit: true };
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  return { format: 'module', source: compiled(fileURLToPath(url)), shortCircuit: true };
}

/** Compiling everything takes ten seconds of a core: what was compiled once is kept, by its content. */
const CACHE = 'node_modules/.cache/test-sources';
mkdirSync(CACHE, { recursive: true });

function compiled(path) {
  const source = readFileSync(path, 'utf8');
  const hash = createHash('sha256').update([ts.version, JSON.stringify(options), path, source].join('\0'));
  const kept = join(CACHE, `${hash.digest('hex')}.js`);
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  const { outputText } = ts.transpileModule(source, {
    fileName: path,
    compilerOptions: { ...options, module: ts.ModuleKind.ESNext, sourceMap: false, inlineSourceMap: true },
  });
  // Several processes may be at it: each puts a whole file in place.
  const draft = `${kept}.${process.pid}`;
  writeFileSync(draft, outputText);
  renameSync(draft, kept);
  return outputText;
}
