import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsEmail, IsLocale, IsNotEmpty, IsString, Matches, MaxLength } from 'class-validator';
import { MayBeAbsent } from '../../../platform/http/may-be-absent.js';
import { UserView } from '../../identity/index.js';

/** Long enough for every password that the rules accept; what is longer is not worth a hash. */
export const PASSWORD_INPUT_LENGTH = 1024;

/** As an address of a tenant may look; whether there is one is not told. */
export const TENANT_SLUG = /^[a-z0-9-]{1,63}$/;

export class EmailDto {
  @ApiProperty({ format: 'email', example: 'jane@example.com' })
  @IsEmail()
  @MaxLength(254)
  email: string;
}

export class LinkRequestDto extends EmailDto {
  @ApiPropertyOptional({ example: 'acme', description: 'Slug of a tenant that has a directory of its own' })
  @MayBeAbsent()
  @Matches(TENANT_SLUG)
  tenant?: string;
}

export class RegisterDto extends EmailDto {
  @ApiProperty({ example: 'plum kettle harbour 42', writeOnly: true, description: '15 characters or more' })
  @IsString()
  @MaxLength(PASSWORD_INPUT_LENGTH)
  password: string;

  @ApiProperty({ example: 'Jane Doe' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  name: string;

  @ApiPropertyOptional({
    example: 'Acme',
    description: 'Creates a tenant that you own once your address is verified',
  })
  @MayBeAbsent()
  @IsString()
  @Matches(/\S/)
  @MaxLength(100)
  tenantName?: string;

  @ApiPropertyOptional({
    description: 'Of an invitation to this address: joins its tenant once your address is verified',
  })
  @MayBeAbsent()
  @IsString()
  @MaxLength(512)
  invitationToken?: string;

  @ApiPropertyOptional({ example: 'en', description: 'BCP 47; the language of mails' })
  @MayBeAbsent()
  @IsLocale()
  @MaxLength(35)
  locale?: string;
}

export class RegisteredDto {
  @ApiProperty({ enum: ['verification_required'] })
  status: 'verification_required';
}

export class MailedTokenDto {
  @ApiProperty({
    description: 'What follows `#token=` in the mailed link',
    example: 'paste the token from the mail',
  })
  @IsString()
  @IsNotEmpty()
  @MaxLength(512)
  token: string;
}

export class VerifiedDto {
  user: UserView;
}

export class ResetPasswordDto extends MailedTokenDto {
  @ApiProperty({ example: 'violet anchor museum 77', writeOnly: true })
  @IsString()
  @MaxLength(PASSWORD_INPUT_LENGTH)
  password: string;
}

export class ChangePasswordDto {
  @ApiProperty({ example: 'plum kettle harbour 42', writeOnly: true })
  @IsString()
  @IsNotEmpty()
  @MaxLength(PASSWORD_INPUT_LENGTH)
  currentPassword: string;

  @ApiProperty({ example: 'violet anchor museum 77', writeOnly: true })
  @IsString()
  @MaxLength(PASSWORD_INPUT_LENGTH)
  newPassword: string;

  @ApiPropertyOptional({ default: false, description: 'Leave your other sessions signed in' })
  @MayBeAbsent()
  @IsBoolean()
  keepOtherSessions?: boolean;
}
