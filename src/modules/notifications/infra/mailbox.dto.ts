import { IsString, IsUUID, MaxLength } from 'class-validator';
import { MayBeAbsent } from '../../../platform/http/may-be-absent.js';

export class MailboxQuery {
  /** Only mails to this address. */
  @MayBeAbsent()
  @IsString()
  @MaxLength(254)
  to?: string;
}

export class MailboxPageQuery extends MailboxQuery {
  /** The mail to show. */
  @MayBeAbsent()
  @IsUUID()
  id?: string;
}
