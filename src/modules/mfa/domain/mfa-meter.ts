import type { MfaEventName } from './mfa.events.js';
import type { SecondFactorMethod } from './factor.js';

/** Figures for operators. */
export abstract class MfaMeter {
  abstract happened(event: MfaEventName): void;
  abstract checked(method: SecondFactorMethod, outcome: 'right' | 'wrong'): void;
}
