import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsNotEmpty, IsObject, IsString, Matches, MaxLength } from 'class-validator';
import { MayBeAbsent } from '../../../platform/http/may-be-absent.js';
import type { SecondFactorMethod } from '../../mfa/index.js';

/** Long enough for every kind of code, with blanks and dashes. */
export const CODE_INPUT_LENGTH = 64;
const METHODS = ['totp', 'backup_code', 'email', 'passkey'] as const satisfies readonly SecondFactorMethod[];

export class ChallengeDto {
  @ApiProperty({ example: 'paste the challengeId from the login', description: 'As the sign-in answered it' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(128)
  challengeId: string;
}

export class VerifyDto extends ChallengeDto {
  @ApiProperty({ enum: METHODS })
  @IsIn(METHODS)
  method: SecondFactorMethod;

  @ApiPropertyOptional({ example: '123456', writeOnly: true, description: 'Not with a passkey' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(CODE_INPUT_LENGTH)
  code?: string;

  @ApiPropertyOptional({
    type: Object,
    writeOnly: true,
    description: 'Of a passkey: `PublicKeyCredential.toJSON()`',
  })
  @MayBeAbsent()
  @IsObject()
  assertion?: Record<string, unknown>;

  @ApiPropertyOptional({
    default: false,
    description: 'Do not ask for a second factor on this browser for a while',
  })
  @MayBeAbsent()
  @IsBoolean()
  rememberDevice?: boolean;
}

export class BeginEnrolmentDto extends ChallengeDto {
  @ApiPropertyOptional({ example: 'My telephone' })
  @MayBeAbsent()
  @IsString()
  @Matches(/\S/)
  @MaxLength(100)
  name?: string;
}

export class ConfirmEnrolmentDto extends ChallengeDto {
  @ApiProperty({ example: '123456', writeOnly: true })
  @IsString()
  @IsNotEmpty()
  @MaxLength(CODE_INPUT_LENGTH)
  code: string;
}
