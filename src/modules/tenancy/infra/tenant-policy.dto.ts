import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { SIGN_IN_METHODS, type SignInMethod } from '../domain/sign-in-methods.js';
import {
  POLICY_FACTORS,
  type EffectivePolicy,
  type PolicyFactor,
  type TenantPolicy,
} from '../domain/tenant-policy.js';

const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const lowerCase = ({ value }: { value: unknown }): unknown =>
  Array.isArray(value)
    ? value.map((item: unknown) => (typeof item === 'string' ? item.toLowerCase() : item))
    : value;

const AS_THE_SERVER = 'null: as the server';

/** Every field may be left out or null: then it is as the server says. */
export class TenantPolicyDto {
  @ApiPropertyOptional({ type: Boolean, nullable: true, example: false, description: AS_THE_SERVER })
  @IsOptional()
  @IsBoolean()
  requireMfa?: boolean | null;

  @ApiPropertyOptional({
    enum: POLICY_FACTORS,
    isArray: true,
    nullable: true,
    example: ['totp', 'passkey'],
    description: 'The second factors that count in this tenant',
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(POLICY_FACTORS, { each: true })
  allowedFactors?: PolicyFactor[] | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: 5,
    example: 60,
    description: 'Minutes unused',
  })
  @IsOptional()
  @IsInt()
  @Min(5)
  @Max(525_600)
  sessionIdleMinutes?: number | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: 1,
    example: 12,
    description: 'Hours since the person last proved who they are',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(8760)
  sessionAbsoluteHours?: number | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: 1,
    example: 5,
    description: 'Sessions of one person in this tenant; the oldest end',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  maxSessionsPerUser?: number | null;

  @ApiPropertyOptional({ type: Number, nullable: true, minimum: 8, maximum: 64, example: 20 })
  @IsOptional()
  @IsInt()
  @Min(8)
  @Max(64)
  passwordMinLength?: number | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: 0,
    maximum: 24,
    example: 10,
    description: 'Former passwords that may not be used again',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(24)
  passwordHistory?: number | null;

  @ApiPropertyOptional({
    type: [String],
    nullable: true,
    example: ['example.com'],
    description: 'Whose addresses may be invited; null: any',
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @Transform(lowerCase)
  @ArrayUnique()
  @MaxLength(253, { each: true })
  @Matches(DOMAIN, { each: true })
  allowedEmailDomains?: string[] | null;

  @ApiPropertyOptional({
    enum: SIGN_IN_METHODS,
    isArray: true,
    nullable: true,
    example: ['password', 'passkey'],
    description: 'null: any',
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(SIGN_IN_METHODS, { each: true })
  allowedSignInMethods?: SignInMethod[] | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: 1,
    example: 90,
    description: 'Longest life of a personal access token that is made from now on',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(3650)
  patMaxDays?: number | null;
}

class PolicyValuesView {
  @ApiProperty({ type: Boolean, nullable: true, example: false })
  requireMfa: boolean | null;
  @ApiProperty({ enum: POLICY_FACTORS, isArray: true, nullable: true, example: ['totp', 'passkey'] })
  allowedFactors: PolicyFactor[] | null;
  @ApiProperty({ type: Number, nullable: true, example: 60 })
  sessionIdleMinutes: number | null;
  @ApiProperty({ type: Number, nullable: true, example: 12 })
  sessionAbsoluteHours: number | null;
  @ApiProperty({ type: Number, nullable: true, example: 5 })
  maxSessionsPerUser: number | null;
  @ApiProperty({ type: Number, nullable: true, example: 20 })
  passwordMinLength: number | null;
  @ApiProperty({ type: Number, nullable: true, example: 10 })
  passwordHistory: number | null;
  @ApiProperty({ type: [String], nullable: true, example: ['example.com'] })
  allowedEmailDomains: string[] | null;
  @ApiProperty({ enum: SIGN_IN_METHODS, isArray: true, nullable: true, example: ['password', 'passkey'] })
  allowedSignInMethods: SignInMethod[] | null;
  @ApiProperty({ type: Number, nullable: true, example: 90 })
  patMaxDays: number | null;
}

/** What the tenant asks for itself; null where it leaves that to the server. */
export class TenantPolicyView extends PolicyValuesView {
  @ApiProperty({
    type: PolicyValuesView,
    description: 'What holds: the stricter of tenant and server; null: no limit',
  })
  effective: PolicyValuesView;

  static of(own: TenantPolicy, effective: EffectivePolicy): TenantPolicyView {
    // Where the server demands it the tenant has not declined: what is shown can be sent back.
    const requireMfa = own.requireMfa || (effective.requireMfa ? null : false);
    return { ...valuesOf(own), requireMfa, effective: valuesOf(effective) };
  }
}

function valuesOf(policy: TenantPolicy): PolicyValuesView {
  const copy = <T>(list: readonly T[] | null) => list && [...list];
  return {
    ...policy,
    allowedFactors: copy(policy.allowedFactors),
    allowedEmailDomains: copy(policy.allowedEmailDomains),
    allowedSignInMethods: copy(policy.allowedSignInMethods),
  };
}
