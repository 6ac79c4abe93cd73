import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsEmail, IsIn, IsObject, IsString, Matches, MaxLength } from 'class-validator';
import { MayBeAbsent } from '../../../platform/http/may-be-absent.js';
import { TENANT_SLUG } from './account.dto.js';
import { ChallengeDto } from './mfa.dto.js';

export class DeviceLoginOptionsDto {
  @ApiPropertyOptional({
    example: 'jane@example.com',
    description: 'Accepted and not looked at: the answer must not tell who has an account',
  })
  @MayBeAbsent()
  @IsEmail()
  @MaxLength(254)
  email?: string;
}

export class DeviceLoginDto extends ChallengeDto {
  @ApiProperty({ type: Object, writeOnly: true, description: '`PublicKeyCredential.toJSON()`' })
  @IsObject()
  assertion: Record<string, unknown>;

  @ApiPropertyOptional({ example: 'acme', description: 'Slug of the tenant to work in' })
  @MayBeAbsent()
  @Matches(TENANT_SLUG)
  tenant?: string;

  @ApiPropertyOptional({ default: false })
  @MayBeAbsent()
  @IsBoolean()
  rememberMe?: boolean;

  @ApiPropertyOptional({ enum: ['cookie', 'token'], default: 'cookie' })
  @MayBeAbsent()
  @IsIn(['cookie', 'token'])
  transport?: 'cookie' | 'token';
}

export class EnrolPasskeyDto extends ChallengeDto {
  @ApiProperty({
    type: Object,
    writeOnly: true,
    description: '`PublicKeyCredential.toJSON()` of the new passkey',
  })
  @IsObject()
  attestation: Record<string, unknown>;

  @ApiPropertyOptional({ example: 'My laptop' })
  @MayBeAbsent()
  @IsString()
  @Matches(/\S/)
  @MaxLength(100)
  name?: string;
}
