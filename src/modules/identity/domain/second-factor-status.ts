import type { Id } from '../../../kernel/id.js';

/** Whether a person signs in with more than a password. The module that knows provides this class. */
export abstract class SecondFactorStatus {
  abstract isEnabled(userId: Id): Promise<boolean>;
}
