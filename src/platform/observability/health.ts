import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { HealthProbes, type HealthProbe } from './health-probes.js';
import { ServiceState } from './service-state.js';

const PROBE_TIMEOUT_MILLISECONDS = 1000;
/** One round of probes at most this often, however many ask: health checks must not load the database. */
const FRESH_MILLISECONDS = 1000;

export interface ComponentHealth {
  readonly status: 'up' | 'down';
  readonly critical: boolean;
  readonly latencyMs: number;
}

export interface HealthReport {
  readonly status: 'up' | 'degraded' | 'down' | 'stopping';
  readonly components: Readonly<Record<string, ComponentHealth>>;
}

/** Asks every component whether it lives. What a component answers or why it fails never leaves the process. */
@Injectable()
export class Health {
  private latest?: { readonly since: number; readonly components: Promise<HealthReport['components']> };

  constructor(
    private readonly probes: HealthProbes,
    private readonly state: ServiceState,
  ) {}

  async report(): Promise<HealthReport> {
    const components = await this.components();
    return { status: this.state.stopping ? 'stopping' : verdict(Object.values(components)), components };
  }

  private components(): Promise<HealthReport['components']> {
    const now = performance.now();
    if (!this.latest || now - this.latest.since >= FRESH_MILLISECONDS)
      this.latest = { since: now, components: this.askAll() };
    return this.latest.components;
  }

  private async askAll(): Promise<HealthReport['components']> {
    const answers = await Promise.all(
      this.probes.all.map(async (probe) => [probe.name, await ask(probe)] as const),
    );
    return Object.fromEntries(answers);
  }
}

function verdict(components: readonly ComponentHealth[]): HealthReport['status'] {
  const down = components.filter(({ status }) => status === 'down');
  if (down.some(({ critical }) => critical)) return 'down';
  return down.length > 0 ? 'degraded' : 'up';
}

async function ask(probe: HealthProbe): Promise<ComponentHealth> {
  const start = performance.now();
  const answer = (status: ComponentHealth['status']): ComponentHealth => ({
    status,
    critical: probe.critical,
    latencyMs: Math.round((performance.now() - start) * 100) / 100,
  });
  const { promise: late, cancel } = timeout();
  try {
    await Promise.race([probe.check(), late]);
    return answer('up');
  } catch {
    return answer('down');
  } finally {
    cancel();
  }
}

function timeout(): { promise: Promise<never>; cancel: () => void } {
  let timer: NodeJS.Timeout;
  const promise = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('timed out'));
    }, PROBE_TIMEOUT_MILLISECONDS);
  });
  return {
    promise,
    cancel: () => {
      clearTimeout(timer);
    },
  };
}
