/** Every mail the service can send, and the words it needs. Text from people is cleaned before it is shown. */
export interface MailTemplates {
  /** Confirm an address after registering. `link` carries the token in its fragment. */
  'verify-email': { name: string; link: string };
  /** Somebody tried to register with an address that has an account. */
  'email-taken': { name: string };
  /** `tenant` and `inviter` are empty where what people call themselves is more than a name. */
  invitation: { name: string; tenant: string; inviter: string; link: string };
  'reset-password': { name: string; link: string };
  'password-changed': { name: string; at: Date };
  'new-device': { name: string; device: string; ip: string; at: Date };
  /** To the new address. */
  'email-change-confirm': { name: string; link: string };
  /** To the old address. */
  'email-change-notice': { name: string; newEmail: string };
  /** A refresh token was used twice: its holders, thief and owner alike, were signed out. */
  'refresh-token-reuse': { name: string; at: Date };
  /** A passkey answered with a counter that had gone back: somebody else may have a copy of it. */
  'mfa-passkey-copied': { name: string; at: Date };
  /** A personal access token is about to expire. `token` is its name. */
  'token-expiring': { name: string; token: string; at: Date };
  /** Too many wrong passwords; devices that the owner has used before still get in. */
  'account-locked': { name: string; until: Date };
  /** Whether an identity at a provider may sign in as the owner of this address. */
  'identity-link-confirm': { name: string; provider: string; link: string };
  'identity-linked': { name: string; provider: string; at: Date };
  'identity-unlinked': { name: string; provider: string; at: Date };
  'mfa-device-added': { name: string; device: string; at: Date };
  'mfa-device-removed': { name: string; device: string; at: Date };
  'mfa-backup-codes-made': { name: string; at: Date };
  /** Few are left. */
  'mfa-backup-codes-low': { name: string; remaining: number };
  /** A code that stands in for a second factor, once. */
  'mfa-code': { name: string; code: string };
  /** Somebody has the password and guesses codes. */
  'mfa-wrong-codes': { name: string; at: Date };
  'mfa-recovery-confirm': { name: string; hours: number; link: string };
  /** `link` stops it. */
  'mfa-recovery-started': { name: string; until: Date; link: string };
  'mfa-recovery-cancelled': { name: string; at: Date };
  /** Every factor was removed. */
  'mfa-reset': { name: string; at: Date };
}

export type MailTemplate = keyof MailTemplates;

/** A mail in the queue. Dates have become ISO text on the way. */
export interface QueuedMail {
  readonly to: string;
  readonly template: MailTemplate;
  readonly data: Readonly<Record<string, string | number>>;
  /** BCP 47; without templates for it English is used. */
  readonly locale: string;
}

/** What a template makes of it. */
export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
