import { ConsoleLogger, type INestApplicationContext, type LogLevel, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { loadConfig } from '../platform/config/load-config.js';

/** Leaves stdout to the answer, so that it can be piped. */
class CommandLogger extends ConsoleLogger {
  protected override printMessages(messages: unknown[], context?: string, level?: LogLevel): void {
    super.printMessages(messages, context, level, 'stderr');
  }
}

/** Starts the application without its HTTP side, makes the call, prints what it answers, stops. */
export async function withApplication(
  call: (app: INestApplicationContext) => Promise<unknown>,
): Promise<void> {
  const app = await NestFactory.createApplicationContext(AppModule.with(loadConfig()), {
    abortOnError: false,
    logger: new CommandLogger({ logLevels: ['error', 'warn'] }),
  });
  try {
    const answer = await call(app);
    if (answer !== undefined) process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  } finally {
    await app.close();
  }
}

/** As `withApplication`, for what is one use case. */
export function withUseCase<U extends object>(
  useCase: Type<U>,
  call: (it: U) => Promise<unknown>,
): Promise<void> {
  return withApplication((app) => call(app.get(useCase, { strict: false })));
}
