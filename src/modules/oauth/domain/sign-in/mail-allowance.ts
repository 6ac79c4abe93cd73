/** Mails to people who may not have asked for them: nobody’s mailbox is filled by somebody else. */
export abstract class MailAllowance {
  /** Counts a mail to this address. @returns false when it had enough for now */
  abstract admits(address: string): Promise<boolean>;
}
