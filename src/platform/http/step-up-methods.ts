import type { Person } from '../../kernel/principal.js';

/** What a person can prove themselves with; a module that knows provides this class, else it is the password. */
export abstract class StepUpMethods {
  abstract for(principal: Person): Promise<string[]>;
}

export const DEFAULT_STEP_UP_METHODS: readonly string[] = ['password'];
