import { IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

export class MailboxQuery {
  /** Only mails to this address. */
  @IsOptional()
  @IsString()
  @MaxLength(254)
  to?: string;
}

export class MailboxPageQuery extends MailboxQuery {
  /** The mail to show. */
  @IsOptional()
  @IsUUID()
  id?: string;
}

export class MailboxMessage {
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The links in the text, in order. */
  links: string[];
  sentAt: Date;
}

export class MailboxMessages {
  items: MailboxMessage[];
}
