import { SetMetadata } from '@nestjs/common';
import type { LimitedAction } from './rate-limits.js';

export const RATE_LIMIT = 'rate-limit:action';

/** This route counts against a limit of the catalogue instead of its default one. */
export const RateLimit = (action: LimitedAction) => SetMetadata(RATE_LIMIT, action);
