/** What the operator has decided about accounts. */
export abstract class IdentitySettings {
  abstract readonly registrationOpen: boolean;
}
