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
