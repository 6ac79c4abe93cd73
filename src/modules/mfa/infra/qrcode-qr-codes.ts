import { Injectable } from '@nestjs/common';
import { toString } from 'qrcode';
import type { QrCodes } from '../domain/qr-codes.js';

@Injectable()
export class QrcodeQrCodes implements QrCodes {
  async draw(text: string): Promise<string> {
    const svg = await toString(text, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });
    return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  }
}
