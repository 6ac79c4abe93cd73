import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { Operators } from '../domain/operators.js';

/** There is no default account; a newcomer is told how to make the first. */
@Injectable()
export class FirstOperatorHint implements OnApplicationBootstrap {
  private readonly logger = new Logger('Operators');

  constructor(
    private readonly config: Config,
    private readonly operators: Operators,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.production || (await this.operators.list()).length > 0) return;
    this.logger.log(
      'Nobody operates this installation yet: npm run cli -- operator:create --email you@example.com',
    );
  }
}
