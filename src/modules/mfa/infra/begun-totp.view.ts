import { ApiProperty } from '@nestjs/swagger';
import type { BegunTotp } from '../application/begin-totp.js';

export class BegunTotpView implements BegunTotp {
  @ApiProperty({ format: 'uuid' })
  deviceId: string;
  @ApiProperty({ example: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', description: 'Base32, for typing. Shown once' })
  secret: string;
  @ApiProperty({ example: 'otpauth://totp/Sallyport:jane%40example.com?secret=…' })
  otpauthUrl: string;
  @ApiProperty({ description: 'SVG as a data URL' })
  qrCode: string;
}
