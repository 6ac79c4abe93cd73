import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsString, Matches, MaxLength } from 'class-validator';
import { MayBeAbsent } from '../../../platform/http/may-be-absent.js';
import { PageDto } from '../../../platform/http/page.dto.js';
import { DeviceView } from '../../sessions/index.js';
import { FACTOR_KINDS, type Factor, type FactorKind } from '../domain/factor.js';

const LONGEST_NAME = 100;
/** Long enough for every kind of code, with blanks and dashes; what is longer is not looked at. */
const CODE_INPUT_LENGTH = 64;

export class BeginTotpDto {
  @ApiPropertyOptional({ example: 'My telephone' })
  @MayBeAbsent()
  @IsString()
  @Matches(/\S/)
  @MaxLength(LONGEST_NAME)
  name?: string;
}

export class ConfirmTotpDto {
  @ApiProperty({ example: '123456', writeOnly: true })
  @IsString()
  @IsNotEmpty()
  @MaxLength(CODE_INPUT_LENGTH)
  code: string;
}

export class ConfirmedTotpDto {
  @ApiPropertyOptional({
    type: [String],
    example: ['k7wq-3m2p-x9ha'],
    description: 'Ten, with the first device only. Shown once',
  })
  backupCodes?: string[];
}

export class RenameFactorDto {
  @ApiProperty({ example: 'My telephone' })
  @IsString()
  @Matches(/\S/)
  @MaxLength(LONGEST_NAME)
  name: string;
}

export class FactorDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ enum: FACTOR_KINDS })
  kind: FactorKind;
  name: string;
  createdAt: Date;
  @ApiProperty({ type: Date, nullable: true })
  lastUsedAt: Date | null;
  @ApiProperty({ type: Boolean, nullable: true, description: 'Passkeys: whether it is kept in a cloud' })
  backedUp: boolean | null;

  static of({ id, kind, name, createdAt, lastUsedAt, backedUp }: Factor): FactorDto {
    return { id, kind, name, createdAt, lastUsedAt, backedUp };
  }
}

export class FactorPageDto extends PageDto {
  items: FactorDto[];
}

export class MadeBackupCodesDto {
  @ApiProperty({ type: [String], example: ['k7wq-3m2p-x9ha'], description: 'Ten. Shown once' })
  backupCodes: string[];
}

export class BackupCodesDto {
  @ApiProperty({ type: 'integer', example: 10 })
  remaining: number;
}

export interface TrustedDeviceRow {
  readonly id: string;
  readonly ip: string;
  readonly userAgent: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
}

export class TrustedDeviceDto implements TrustedDeviceRow {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ example: '203.0.113.7' })
  ip: string;
  userAgent: string;
  device: DeviceView;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
}

export class TrustedDevicePageDto extends PageDto {
  items: TrustedDeviceDto[];
}
