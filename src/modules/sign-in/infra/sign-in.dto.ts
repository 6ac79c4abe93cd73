import { applyDecorators } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  ApiProperty,
  ApiPropertyOptional,
  getSchemaPath,
} from '@nestjs/swagger';
import {
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsObject,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import { MayBeAbsent } from '../../../platform/http/may-be-absent.js';
import { UserView } from '../../identity/index.js';
import type { FactorKind, SecondFactorMethod } from '../../mfa/index.js';
import { SessionView } from '../../sessions/index.js';
import type { StepUpAnswer } from '../application/prove-again.js';
import type { TokenPair } from '../application/sign-in-result.js';
import { EmailDto, PASSWORD_INPUT_LENGTH, TENANT_SLUG } from './account.dto.js';
import { CODE_INPUT_LENGTH } from './mfa.dto.js';

export class LoginDto extends EmailDto {
  @ApiProperty({ example: 'plum kettle harbour 42', writeOnly: true })
  @IsString()
  @IsNotEmpty()
  @MaxLength(PASSWORD_INPUT_LENGTH)
  password: string;

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

export class RefreshDto {
  @ApiProperty({ example: 'sr_…', writeOnly: true })
  @IsString()
  @MaxLength(512)
  refreshToken: string;
}

const STEP_UP_METHODS = [
  'password',
  'totp',
  'backup_code',
  'passkey',
] as const satisfies readonly StepUpAnswer['method'][];

export class StepUpDto implements StepUpAnswer {
  @ApiProperty({ enum: STEP_UP_METHODS, description: 'One of those that `auth.step-up-required` named' })
  @IsIn(STEP_UP_METHODS)
  method: StepUpAnswer['method'];

  @ApiPropertyOptional({ example: 'plum kettle harbour 42', writeOnly: true })
  @MayBeAbsent()
  @IsString()
  @MaxLength(PASSWORD_INPUT_LENGTH)
  password?: string;

  @ApiPropertyOptional({ example: '123456', writeOnly: true })
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

  @ApiPropertyOptional({ description: 'Of the challenge that the passkey answers' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(128)
  challengeId?: string;
}

export class TokenPairDto implements TokenPair {
  accessToken: string;
  refreshToken: string;
  @ApiProperty({ enum: ['Bearer'] })
  tokenType: 'Bearer';
  /** Seconds until the access token expires. */
  expiresIn: number;
}

export class AuthenticatedDto {
  @ApiProperty({ enum: ['authenticated'] })
  status: 'authenticated';
  user: UserView;
  session: SessionView;
  @ApiPropertyOptional({
    type: TokenPairDto,
    description: 'Only with `transport: "token"`; then no cookie is set',
  })
  tokens?: TokenPairDto;
  @ApiPropertyOptional({ type: [String], description: 'After enrolling a first factor. Shown once' })
  backupCodes?: string[];
}

abstract class MoreRequiredDto {
  /** Answers and enrolments name it; it opens nothing else. */
  challengeId: string;
  expiresAt: Date;
}

export class MfaRequiredDto extends MoreRequiredDto {
  @ApiProperty({ enum: ['mfa_required'] })
  status: 'mfa_required';
  @ApiProperty({
    enum: ['totp', 'passkey', 'backup_code', 'email'],
    isArray: true,
    example: ['totp', 'backup_code'],
  })
  methods: SecondFactorMethod[];
}

export class MfaEnrolmentRequiredDto extends MoreRequiredDto {
  @ApiProperty({ enum: ['mfa_enrolment_required'] })
  status: 'mfa_enrolment_required';
  @ApiProperty({
    enum: ['totp', 'passkey'],
    isArray: true,
    description: 'What may be enrolled, at /auth/mfa/enrolment',
  })
  methods: FactorKind[];
}

export type SignInResultDto = AuthenticatedDto | MfaRequiredDto | MfaEnrolmentRequiredDto;

const RESULTS = [AuthenticatedDto, MfaRequiredDto, MfaEnrolmentRequiredDto] as const;

/** The route answers how far the sign-in has come. */
export const ApiSignInResult = () =>
  applyDecorators(
    ApiExtraModels(...RESULTS),
    ApiOkResponse({ schema: { oneOf: RESULTS.map((result) => ({ $ref: getSchemaPath(result) })) } }),
  );

export class SwitchTenantDto {
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'null: to work in none' })
  @ValidateIf((_, value) => value !== null)
  @IsUUID()
  tenantId: string | null;
}

export class StepUpResultDto {
  session: SessionView;
  @ApiPropertyOptional({ type: TokenPairDto, description: 'For token clients: the session has a new id' })
  tokens?: TokenPairDto;
}
