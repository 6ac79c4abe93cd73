import { closeSync, existsSync, openSync, realpathSync, statSync, writeSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { Option, type Command } from 'commander';
import { UnitOfWork } from '../kernel/unit-of-work.js';
import { CheckImportedUser, IMPORTED_USER_FIELDS, ImportUsers } from '../modules/identity/index.js';
import { IMPORTED_MEMBER_FIELDS, ImportMembers } from '../modules/tenancy/index.js';
import { ConfigError } from '../platform/config/config-error.js';
import {
  formatOf,
  readRecords,
  RECORD_FORMATS,
  type RecordFormat,
} from '../platform/records/read-records.js';
import { withApplication } from './application.js';
import { targetOf } from './target.js';
import { UserImport, type Refusal } from './user-import.js';

/** Rows a transaction: few enough to hold no lock for long, enough to be quick. */
const BATCH = 500;
const PROGRESS_MS = 1000;
const FIELDS = [...IMPORTED_USER_FIELDS, ...IMPORTED_MEMBER_FIELDS];

interface Options {
  readonly file: string;
  readonly format?: RecordFormat;
  readonly tenant?: string;
  readonly report?: string;
  readonly allowOwners?: boolean;
  readonly dryRun?: boolean;
}

export function addImportUsers(program: Command): void {
  program
    .command('import-users')
    .requiredOption('--file <path>', 'CSV with a header, or one JSON object a line')
    .addOption(new Option('--format <format>', 'default: by the name of the file').choices(RECORD_FORMATS))
    .option('--tenant <slug>', 'make them members of this tenant, in its directory')
    .option('--allow-owners', 'rows may give the role owner')
    .option('--report <path>', 'what was refused, and why; default: FILE.refused.ndjson')
    .option('--dry-run', 'do everything, and take it back')
    .description('take people over from another system; run it again after it was interrupted')
    .action((options: Options) => {
      const format = options.format ?? formatOf(options.file);
      if (!format)
        throw new ConfigError('Say --format csv or --format ndjson: the name of the file does not');
      const report = reportOf(options);
      return withApplication(async (app) => {
        const summary = await importFile(app, { ...options, format, report });
        if (summary.refused > 0) process.exitCode = 1;
        return summary;
      });
    });
}

/** Refuses before anything starts, and never writes over what is to be read. */
function reportOf({ file, report = `${file}.refused.ndjson` }: Options): string {
  if (!existsSync(file) || !statSync(file).isFile()) throw new ConfigError(`There is no file ${file}`);
  if (existsSync(report) && realpathSync(report) === realpathSync(file))
    throw new ConfigError('--report must be another file than --file');
  return report;
}

type Ready = Options & Required<Pick<Options, 'format' | 'report'>>;

/** @returns what became of how many rows */
export async function importFile(app: INestApplicationContext, options: Ready) {
  const { file, format, report, tenant, allowOwners = false, dryRun = false } = options;
  const target = tenant === undefined ? null : await targetOf(app, tenant);
  const useCases = {
    unitOfWork: app.get<UnitOfWork>(UnitOfWork, { strict: false }),
    check: app.get(CheckImportedUser, { strict: false }),
    importUsers: app.get(ImportUsers, { strict: false }),
    importMembers: app.get(ImportMembers, { strict: false }),
  };
  const users = new UserImport(useCases, { target, allowOwners, dryRun });
  const output = openSync(report, 'w', 0o600);
  const progress = new Progress();
  try {
    for await (const batch of inBatches(readRecords(file, format, FIELDS))) {
      for (const refusal of await users.take(batch)) writeSync(output, lineOf(refusal));
      progress.tell(users.counts.rows);
    }
  } finally {
    closeSync(output);
    progress.tell(users.counts.rows, true);
  }
  return { dryRun, tenant: tenant ?? null, ...users.counts, report };
}

async function* inBatches<T>(items: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const lineOf = ({ line, field, reason }: Refusal) => `${JSON.stringify({ line, field, reason })}\n`;

/** On stderr: stdout is for the summary. */
class Progress {
  private readonly started = performance.now();
  private told = 0;

  tell(rows: number, last = false): void {
    const now = performance.now();
    if (!last && now - this.told < PROGRESS_MS) return;
    this.told = now;
    const rate = Math.round(rows / Math.max(0.001, (now - this.started) / 1000));
    process.stderr.write(`${String(rows)} rows, ${String(rate)} a second\n`);
  }
}
