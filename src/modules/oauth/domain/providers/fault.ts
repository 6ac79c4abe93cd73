/** Why a provider did not do what we asked: every provider's own words, in one vocabulary. */
export const FAULTS = {
  /** The person said no at the provider. */
  access_denied: 'reconnect',
  /** The person, or an administrator of theirs, withdrew the consent. */
  access_revoked: 'reconnect',
  /** The provider no longer takes the refresh token and does not say why: withdrawn, too old, or used up. */
  grant_rejected: 'reconnect',
  /** The refresh token grew too old or was not used for too long. */
  refresh_expired: 'reconnect',
  /** The provider wants to see the person: a second factor, conditional access, a session policy. */
  interaction_required: 'reconnect',
  /** The person's password changed, which ends what was consented to before. */
  password_changed: 'reconnect',
  /** The account is disabled or was deleted at the provider. */
  account_disabled: 'reconnect',
  /** A refresh was cut off after the provider may have used up the refresh token. */
  refresh_interrupted: 'reconnect',
  /** There is nothing to refresh with, and the access token is no longer good. */
  no_refresh_token: 'reconnect',
  /** What we keep does not open with our keys: it was changed or moved, or its key was destroyed. */
  tokens_unreadable: 'reconnect',
  /** What was granted does not cover what was asked. */
  scope_missing: 'grant_scopes',
  /** The provider's administrator has to agree first. */
  admin_consent_required: 'ask_administrator',
  /** Client id, secret or redirect address are not what the provider knows. */
  client_misconfigured: 'fix_configuration',
  rate_limited: 'wait',
  /** Down, too slow, or answering 5xx. */
  provider_unavailable: 'wait',
  /** It answered something that is not its protocol. */
  provider_answer_invalid: 'wait',
} as const satisfies Record<string, NextAction>;

export type Fault = keyof typeof FAULTS;

/** What somebody can do about it. */
export type NextAction =
  | 'none'
  | 'wait'
  | 'reconnect'
  | 'grant_scopes'
  | 'ask_administrator'
  | 'fix_configuration';

export const nextActionOf = (fault: Fault | null): NextAction => (fault === null ? 'none' : FAULTS[fault]);

/** Whether trying again later may help: nothing is known to be wrong with the connection itself. */
export const isPassing = (fault: Fault): boolean => FAULTS[fault] === 'wait';
