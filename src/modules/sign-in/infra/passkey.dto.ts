import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsBoolean,
  IsEmail,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';
import { TENANT_SLUG } from './account.dto.js';
import { ChallengeDto } from './mfa.dto.js';

export class DeviceLoginOptionsDto {
  @ApiPropertyOptional({
    example: 'jane@example.com',
    description: 'Accepted and not looked at: the answer must not tell who has an account',
  })
  @IsOptional()
  @IsEmail()
  @MaxLength(254)
  email?: string;
}

export class DeviceLoginDto extends ChallengeDto {
  @ApiProperty({ type: Object, writeOnly: true, description: '`PublicKeyCredential.toJSON()`' })
  @IsObject()
  assertion: Record<string, unknown>;

  @ApiPropertyOptional({ example: 'acme', description: 'Slug of the tenant to work in' })
  @IsOptional()
  @Matches(TENANT_SLUG)
  tenant?: string;

  @ApiPropertyOptional({ default: false })
  @IsOptional()
  @IsBoolean()
  rememberMe?: boolean;

  @ApiPropertyOptional({ enum: ['cookie', 'token'], default: 'cookie' })
  @IsOptional()
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
  @IsOptional()
  @IsString()
  @Matches(/\S/)
  @MaxLength(100)
  name?: string;
}
