import { Logger } from '@nestjs/common';

/** Faults are injected on purpose; TEST_LOG_LEVEL shows what is said about them. */
export function quietly(): void {
  if (!process.env['TEST_LOG_LEVEL']) Logger.overrideLogger(false);
}
