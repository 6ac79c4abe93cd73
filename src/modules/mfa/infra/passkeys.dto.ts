import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsObject, IsString, Matches, MaxLength } from 'class-validator';
import { MayBeAbsent } from '../../../platform/http/may-be-absent.js';
import { FactorDto } from './mfa.dto.js';

export class BeginPasskeyDto {
  @ApiPropertyOptional({ example: 'My laptop' })
  @MayBeAbsent()
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

export class AddedPasskeyDto {
  device: FactorDto;
  @ApiPropertyOptional({ type: [String], description: 'Ten, with the first device only. Shown once' })
  backupCodes?: string[];
}
