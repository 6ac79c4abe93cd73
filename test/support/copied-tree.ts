import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { atEndOfFile } from './cleanup.js';

const root = resolve(import.meta.dirname, '../..');
const LEFT_BEHIND = new Set(['.data', '.git', 'coverage', 'dist', 'node_modules', 'openapi.json']);

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** This repository as it is now, at another place, where a test may change it; gone at the end of the file. */
export class CopiedTree {
  readonly path = mkdtempSync(join(tmpdir(), 'sallyport-copy-'));

  constructor() {
    atEndOfFile(() => {
      rmSync(this.path, { recursive: true, force: true });
    });
    for (const entry of readdirSync(root).filter((name) => !LEFT_BEHIND.has(name)))
      cpSync(join(root, entry), join(this.path, entry), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(this.path, 'node_modules'), 'junction');
  }

  read(file: string): string {
    return readFileSync(join(this.path, file), 'utf8');
  }

  write(file: string, content: string): void {
    writeFileSync(join(this.path, file), content);
  }

  /** All files below a folder, with their paths in the tree. */
  filesIn(folder: string): string[] {
    return readdirSync(join(this.path, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(this.path.length + 1)
          .replaceAll('\\', '/'),
      )
      .sort();
  }

  generate(...args: string[]): Promise<Outcome> {
    return this.run('scripts/generate-module.mjs', ...args);
  }

  /** Runs a script with this Node, in an environment that knows nothing of the test around it. */
  run(script: string, ...args: string[]): Promise<Outcome> {
    const { PATH, HOME, TMPDIR } = process.env;
    return new Promise((done) => {
      const child = execFile(
        process.execPath,
        [script, ...args],
        { cwd: this.path, maxBuffer: 64 * 1024 * 1024, env: { PATH, HOME, TMPDIR, CI: '1', NO_COLOR: '1' } },
        (_error, stdout, stderr) => {
          done({ code: child.exitCode ?? 1, output: stdout + stderr });
        },
      );
    });
  }
}
