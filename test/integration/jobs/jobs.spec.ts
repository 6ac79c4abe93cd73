import type { TestingModule } from '@nestjs/testing';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ListJobs, RunJob } from '../../../src/modules/operations/index.js';
import { inBatches } from '../../../src/platform/jobs/in-batches.js';
import type { Job, JobRun } from '../../../src/platform/jobs/job.js';
import { JobRunner } from '../../../src/platform/jobs/job-runner.js';
import { Jobs } from '../../../src/platform/jobs/jobs.js';
import { Metrics } from '../../../src/platform/observability/metrics.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { startNode } from '../outbox/background-node.js';

const MINUTE = new Date('2030-01-01T03:00:00Z');
const later = (minutes: number): Date => new Date(MINUTE.getTime() + minutes * 60_000);

let database: TestDatabase;
let one: TestingModule;
let other: TestingModule;
let work: (signal: AbortSignal) => Promise<number>;

beforeAll(async () => {
  database = await createDatabase();
  one = await startNode(database);
  other = await startNode(database);
  for (const node of [one, other]) node.get(Jobs).register(job());
});

beforeEach(async () => {
  await database.query('DELETE FROM jobs');
  work = () => Promise.resolve(7);
});

function job(timeoutSeconds = 30): Job {
  return { name: 'test-job', cron: '0 3 * * *', timeoutSeconds, run: (signal) => work(signal) };
}

const runNow = (node = one): Promise<JobRun> => node.get(JobRunner).runNow('test-job');
const runScheduled = (tick: Date, node = one): Promise<JobRun> =>
  node.get(JobRunner).runScheduled(job(), tick);
const report = async () => (await one.get(ListJobs).execute()).find(({ name }) => name === 'test-job')!;

/** A job that has begun and waits to be told to end. */
function held(): { begun: Promise<void>; end: () => void } {
  let end = (): void => undefined;
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const ended = new Promise<void>((resolve) => (end = resolve));
  work = async () => {
    begin();
    await ended;
    return 1;
  };
  return { begun, end };
}

describe('a job', () => {
  it('runs, and operators see how it went', async () => {
    expect(await report()).toMatchObject({ cron: '0 3 * * *', runs: 0, lastStartedAt: null, running: false });
    expect(await one.get(RunJob).execute('test-job')).toEqual({ outcome: 'succeeded', count: 7 });
    expect(await report()).toMatchObject({
      running: false,
      lastOutcome: 'succeeded',
      lastCount: 7,
      lastError: null,
      runs: 1,
      failures: 0,
      lastStartedAt: expect.any(Date) as unknown,
      lastFinishedAt: expect.any(Date) as unknown,
    });
  });

  it('that does not exist is said not to', async () => {
    await expect(one.get(RunJob).execute('nothing')).rejects.toMatchObject({
      code: 'operations.job-unknown',
    });
  });

  it('that fails is reported, and runs again', async () => {
    work = () => Promise.reject(new Error('out of paper'));
    expect(await runNow()).toEqual({ outcome: 'failed', error: 'out of paper' });
    expect(await report()).toMatchObject({ lastOutcome: 'failed', lastError: 'out of paper', failures: 1 });
    work = () => Promise.resolve(0);
    expect(await runNow()).toEqual({ outcome: 'succeeded', count: 0 });
    expect(await report()).toMatchObject({ lastOutcome: 'succeeded', lastError: null, runs: 2, failures: 1 });
  });

  it('that takes too long is told to stop, and its lease is left to run out', async () => {
    one.get(Jobs).register({ ...job(0.02), name: 'slow-job' });
    work = (signal) =>
      inBatches(
        1,
        async () => {
          await new Promise((resolve) => setImmediate(resolve));
          return 1;
        },
        signal,
      );
    expect(await one.get(JobRunner).runNow('slow-job')).toEqual({
      outcome: 'timed-out',
      error: 'not done within 0.02 s',
    });
    expect(await one.get(JobRunner).runNow('slow-job')).toEqual({ outcome: 'skipped' });
  });

  it('that never looks at its signal does not hold the runner', async () => {
    one.get(Jobs).register({ ...job(0.02), name: 'deaf-job' });
    work = () => new Promise(() => undefined);
    expect(await one.get(JobRunner).runNow('deaf-job')).toMatchObject({ outcome: 'timed-out' });
  });

  it('is counted', async () => {
    await runNow();
    const text = await one.get(Metrics).registry.metrics();
    expect(text).toMatch(/sallyport_job_runs_total\{job="test-job",outcome="succeeded"\} \d+/);
    expect(text).toMatch(/sallyport_job_duration_seconds_count\{job="test-job"\} \d+/);
    expect(text).toMatch(/sallyport_job_last_success_timestamp_seconds\{job="test-job"\} \d+/);
  });
});

describe('two nodes', () => {
  it('called at the same minute have one effect', async () => {
    let effects = 0;
    work = async () => ++effects;
    const runs = await Promise.all(
      Array.from({ length: 20 }, (_, index) => runScheduled(MINUTE, index % 2 ? one : other)),
    );
    expect(effects).toBe(1);
    expect(runs.filter(({ outcome }) => outcome === 'skipped')).toHaveLength(19);
  });

  it('do not repeat a minute that is done, also on a slow clock, but run the next', async () => {
    expect(await runScheduled(later(1), one)).toMatchObject({ outcome: 'succeeded' });
    expect(await runScheduled(later(1), other)).toEqual({ outcome: 'skipped' });
    expect(await runScheduled(later(0), other)).toEqual({ outcome: 'skipped' });
    expect(await runScheduled(later(2), other)).toMatchObject({ outcome: 'succeeded' });
  });

  it('go on when a clock was set back', async () => {
    await runScheduled(later(60), one);
    expect(await runScheduled(later(0), other)).toMatchObject({ outcome: 'succeeded' });
  });

  it('never run a job at the same time, even when asked to', async () => {
    const { begun, end } = held();
    const first = runNow(one);
    await begun;
    expect((await report()).running).toBe(true);
    expect(await runNow(other)).toEqual({ outcome: 'skipped' });
    end();
    expect(await first).toEqual({ outcome: 'succeeded', count: 1 });
    expect(await runNow(other)).toMatchObject({ outcome: 'succeeded' });
  });

  it('take over from one that died; should it wake up, it cannot speak for the job any more', async () => {
    const { begun, end } = held();
    const frozen = runNow(one);
    await begun;
    await database.query(`UPDATE jobs SET leased_until = now() - interval '1 second'`);
    work = () => Promise.resolve(42);
    expect(await runNow(other)).toEqual({ outcome: 'succeeded', count: 42 });
    end();
    await frozen;
    expect(await report()).toMatchObject({ lastCount: 42, runs: 1 });
  });

  it('stop their jobs when they stop', async () => {
    const node = await startNode(database);
    node.get(Jobs).register({ ...job(), name: 'endless-job' });
    let stopped = (): void => undefined;
    const begun = new Promise<void>((resolve) => (stopped = resolve));
    work = (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
        stopped();
      });
    const run = node.get(JobRunner).runNow('endless-job');
    await begun;
    await node.close();
    expect(await run).toEqual({ outcome: 'failed', error: 'the node stops' });
  });
});
