import type { Command } from 'commander';
import { KeyRotation, type RotationProgress } from '../platform/key-rotation/key-rotation.js';
import { withUseCase } from './application.js';

const PROGRESS_MS = 1000;

export function addEncryptionKeys(program: Command): void {
  program
    .command('keys:status')
    .description('what each of ENCRYPTION_KEYS has sealed, and which of them may be taken away')
    .action(() => withUseCase(KeyRotation, (rotation) => rotation.status()));

  program
    .command('keys:rotate')
    .description('seal everything with the current encryption key; run it again after it was interrupted')
    .action(() =>
      withUseCase(KeyRotation, async (rotation) => {
        const report = await rotation.rotate(progressOnStderr());
        if (report.unreadable + report.remaining > 0) process.exitCode = 1;
        return report;
      }),
    );
}

/** stdout is for the report. */
function progressOnStderr(): (progress: RotationProgress) => void {
  let told = -Infinity;
  return ({ resealed, of }) => {
    const now = performance.now();
    if (now - told < PROGRESS_MS && resealed < of) return;
    told = now;
    process.stderr.write(`${String(resealed)} of ${String(of)} sealed anew\n`);
  };
}
