import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';
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
  @IsOptional()
  @IsString()
  @MaxLength(CODE_INPUT_LENGTH)
  code?: string;

  @ApiPropertyOptional({
    type: Object,
    writeOnly: true,
    description: 'Of a passkey: `PublicKeyCredential.toJSON()`',
  })
  @IsOptional()
  @IsObject()
  assertion?: Record<string, unknown>;

  @ApiPropertyOptional({
    default: false,
    description: 'Do not ask for a second factor on this browser for a while',
  })
  @IsOptional()
  @IsBoolean()
  rememberDevice?: boolean;
}

export class BeginEnrolmentDto extends ChallengeDto {
  @ApiPropertyOptional({ example: 'My telephone' })
  @IsOptional()
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
