import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsEmail,
  IsLocale,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  MaxLength,
  ValidateIf,
} from 'class-validator';

export class UpdateProfileDto {
  @ApiPropertyOptional({ example: 'Jane Doe' })
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  name?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'Likes <b>bridges</b>.',
    description: 'Simple markup is kept',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  bio?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'https://example.com/jane.png' })
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @Matches(/^https?:/, { message: 'avatarUrl must begin with http: or https: in lower case' })
  @MaxLength(2048)
  avatarUrl?: string | null;

  @ApiPropertyOptional({ example: 'en', description: 'BCP 47' })
  @ValidateIf((_, value) => value !== undefined)
  @IsLocale()
  @MaxLength(35)
  locale?: string;
}

export class ChangeEmailDto {
  /** @example jane.doe@example.com */
  @IsEmail()
  @MaxLength(254)
  newEmail: string;
}
