import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class FieldErrorDto {
  @ApiProperty({ example: 'email', description: 'Dotted path of the field' })
  path: string;

  @ApiProperty({ example: 'field.is-email' })
  code: string;

  @ApiProperty({ example: 'email must be an email' })
  message: string;
}

/** RFC 9457 problem document; every error of the service has this form. */
export class ProblemDto {
  @ApiProperty({ format: 'uri', description: 'A page that explains the code' })
  type: string;

  @ApiProperty({ example: 'Bad Request' })
  title: string;

  @ApiProperty({ example: 400 })
  status: number;

  @ApiProperty({ example: 'request.invalid', description: 'Stable; never renamed' })
  code: string;

  @ApiProperty()
  detail: string;

  @ApiProperty({ example: '/api/v1/auth/login' })
  instance: string;

  @ApiProperty({ description: 'Also in the X-Request-Id header and in the logs' })
  requestId: string;

  @ApiPropertyOptional({ type: [FieldErrorDto] })
  errors?: FieldErrorDto[];
}
