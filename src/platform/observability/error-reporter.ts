import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { NodeClient } from '@sentry/node';
import { Config } from '../config/config.js';
import { describeError, redactText } from './redact.js';

const FLUSH_MILLISECONDS = 2000;

/** Sends unexpected errors to Sentry when a DSN is configured; else the package is not even loaded. */
@Injectable()
export class ErrorReporter implements OnModuleInit, OnApplicationShutdown {
  private client?: NodeClient;

  constructor(private readonly config: Config) {}

  async onModuleInit(): Promise<void> {
    const dsn = this.config.raw.SENTRY_DSN;
    if (!dsn) return;
    const sentry = await import('@sentry/node');
    this.client = new sentry.NodeClient({
      dsn,
      environment: this.config.raw.NODE_ENV,
      // No tracing and no automatic instrumentation: it would see bodies, cookies and queries.
      integrations: [],
      transport: sentry.makeNodeTransport,
      stackParser: sentry.defaultStackParser,
      beforeSend: (event) => ({
        ...event,
        exception: {
          values: event.exception?.values?.map((one) => ({ ...one, value: redactText(one.value ?? '') })),
        },
      }),
    });
    this.client.init();
  }

  /** @param tags ids and route patterns only: they leave the house */
  report(error: unknown, tags: Readonly<Record<string, string | undefined>> = {}): void {
    this.client?.captureException(
      error instanceof Error ? error : new Error('thrown value', { cause: error }),
      {
        captureContext: {
          tags: { ...tags },
          extra: error instanceof Error ? { error: describeError(error) } : {},
        },
      },
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client?.close(FLUSH_MILLISECONDS);
  }
}
