/** What the operator has decided about accounts; a tenant can only be stricter. */
export abstract class IdentitySettings {
  abstract readonly registrationOpen: boolean;
  /** In code points. */
  abstract readonly passwordMinLength: number;
  /** How many former passwords may not be used again. */
  abstract readonly passwordHistory: number;
}
