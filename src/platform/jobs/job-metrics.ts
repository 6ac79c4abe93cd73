import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Clock } from '../../kernel/clock.js';
import { Metrics } from '../observability/metrics.js';
import type { JobRun } from './job.js';

@Injectable()
export class JobMetrics {
  private readonly runs;
  private readonly duration;
  private readonly lastSuccess;

  constructor(
    metrics: Metrics,
    private readonly clock: Clock,
  ) {
    this.runs = metrics.counter('job_runs_total', 'Job runs on this node', ['job', 'outcome']);
    this.duration = metrics.histogram(
      'job_duration_seconds',
      'Duration of job runs',
      ['job'],
      [0.01, 0.1, 0.5, 1, 5, 15, 60, 300],
    );
    this.lastSuccess = new Gauge({
      name: 'sallyport_job_last_success_timestamp_seconds',
      help: 'When the job last succeeded on this node, Unix time',
      labelNames: ['job'],
      registers: [metrics.registry],
    });
  }

  /** @returns stops the watch */
  started(job: string): (run: JobRun) => void {
    const stop = this.duration.startTimer({ job });
    return (run) => {
      this.runs.inc({ job, outcome: run.outcome });
      if (run.outcome !== 'skipped') stop();
      if (run.outcome === 'succeeded') this.lastSuccess.set({ job }, this.clock.now().getTime() / 1000);
    };
  }
}
