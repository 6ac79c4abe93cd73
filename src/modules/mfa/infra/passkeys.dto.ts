import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsObject, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { PasskeyQuestion } from '../application/ask-for-passkey.js';
import { FactorDto } from './mfa.dto.js';

export class BeginPasskeyDto {
  @ApiPropertyOptional({ example: 'My laptop' })
  @IsOptional()
  @IsString()
  @Matches(/\S/)
  @MaxLength(100)
  name?: string;
}

export class AddPasskeyDto {
  @ApiProperty({ example: 'paste the challengeId from the options' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(128)
  challengeId: string;

  @ApiProperty({
    type: Object,
    writeOnly: true,
    description: '`PublicKeyCredential.toJSON()` of the new passkey',
  })
  @IsObject()
  attestation: Record<string, unknown>;
}

/** Options as `PublicKeyCredential.parseCreationOptionsFromJSON()` or `…parseRequestOptionsFromJSON()` take them. */
export class CeremonyDto {
  @ApiProperty({ description: 'To be sent with the answer' })
  challengeId: string;
  @ApiProperty({ description: 'What the authenticator signs' })
  challenge: string;

  static of({ challengeId, options }: PasskeyQuestion): CeremonyDto {
    return { ...(options as { challenge: string }), challengeId };
  }
}

export class AddedPasskeyDto {
  device: FactorDto;
  @ApiPropertyOptional({ type: [String], description: 'Ten, with the first device only. Shown once' })
  backupCodes?: string[];
}
