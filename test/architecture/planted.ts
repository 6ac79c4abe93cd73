import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

export const root = resolve(import.meta.dirname, '../..');

/** A little repository of its own, with this one's packages, that is gone when the test ends. */
export function plant(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'sallyport-planted-'));
  onTestFinished(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'), 'junction');
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return directory;
}

/** Milliseconds; the tools take a second or two on a quiet machine. */
export const TOOL_TIMEOUT = 60_000;

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Runs one of the tools of `npm run check` in a planted tree. */
export function runTool(bin: string, args: readonly string[], cwd: string): Promise<Outcome> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [join(root, 'node_modules', bin), ...args],
      { cwd, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' } },
      (_error, stdout, stderr) => {
        done({ code: child.exitCode ?? 1, output: stdout === '' ? stderr : stdout });
      },
    );
  });
}
