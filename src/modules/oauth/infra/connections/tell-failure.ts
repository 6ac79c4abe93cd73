import { Logger } from '@nestjs/common';
import type { TellFailure } from '../../application/connections/all-at-once.js';

const logger = new Logger('Connections');

/** Not the error itself: what else hangs on it may be a parameter of a query. */
export const tellFailure: TellFailure = (failure) => {
  logger.error(failure instanceof Error ? failure.stack : String(failure));
};
