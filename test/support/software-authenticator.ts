import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';

type Json = Record<string, unknown>;

/** What of an answer shall not be as an honest authenticator makes it. */
export interface Tampering {
  readonly challenge?: string;
  readonly origin?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  readonly rpId?: string;
  readonly flags?: number;
  readonly counter?: number;
  readonly userHandle?: string | null;
  readonly credentialId?: Buffer;
  readonly signature?: (signature: Buffer) => Buffer;
  readonly authenticatorData?: (data: Buffer) => Buffer;
  /** COSE algorithm that a registration claims. */
  readonly algorithm?: number;
}

const UP = 0x01;
const UV = 0x04;
const BE = 0x08;
const BS = 0x10;
const AT = 0x40;

const b64 = (data: Buffer | string) => Buffer.from(data).toString('base64url');
const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest();

/** A passkey in software, and the browser around it: answers as `PublicKeyCredential.toJSON()` does. */
export class SoftwareAuthenticator {
  readonly credentialId: Buffer;
  counter = 0;
  private readonly privateKey: KeyObject;
  private readonly publicKey: KeyObject;
  private userHandle = '';

  constructor(
    private readonly origin: string,
    private readonly traits: {
      readonly algorithm?: 'ES256' | 'RS256';
      readonly userVerified?: boolean;
      readonly synced?: boolean;
      readonly counts?: boolean;
      readonly credentialId?: Buffer;
    } = {},
  ) {
    const pair =
      traits.algorithm === 'RS256'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.privateKey = pair.privateKey;
    this.publicKey = pair.publicKey;
    this.credentialId = traits.credentialId ?? randomBytes(32);
  }

  /** `navigator.credentials.create()` */
  create(options: Json, tampering: Tampering = {}): Json {
    this.userHandle = (options['user'] as { id: string }).id;
    const clientData = this.clientData('webauthn.create', options, tampering);
    const honest = this.authenticatorData(
      (options['rp'] as { id: string }).id,
      AT,
      tampering,
      this.attestedCredential(tampering),
    );
    const authData = tampering.authenticatorData?.(honest) ?? honest;
    const attestationObject = Buffer.concat([
      Buffer.from([0xa3]),
      ...[text('fmt'), text('none'), text('attStmt'), Buffer.from([0xa0]), text('authData'), bytes(authData)],
    ]);
    return this.credential(tampering, {
      clientDataJSON: b64(clientData),
      attestationObject: b64(attestationObject),
      transports: ['internal'],
    });
  }

  /** `navigator.credentials.get()` */
  get(options: Json, tampering: Tampering = {}): Json {
    if (this.traits.counts) this.counter += 1;
    const clientData = this.clientData('webauthn.get', options, tampering);
    const honest = this.authenticatorData(options['rpId'] as string, 0, tampering);
    const authData = tampering.authenticatorData?.(honest) ?? honest;
    const signed = createSign('sha256').update(honest).update(sha256(clientData)).sign(this.privateKey);
    const { userHandle = this.userHandle } = tampering;
    return this.credential(tampering, {
      clientDataJSON: b64(clientData),
      authenticatorData: b64(authData),
      signature: b64(tampering.signature?.(signed) ?? signed),
      ...(userHandle !== null && { userHandle }),
    });
  }

  private credential({ credentialId = this.credentialId }: Tampering, response: Json): Json {
    const id = b64(credentialId);
    return {
      ...{ id, rawId: id, type: 'public-key', response, clientExtensionResults: {} },
      authenticatorAttachment: 'platform',
    };
  }

  private clientData(type: string, options: Json, tampering: Tampering): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: tampering.type ?? type,
        challenge: tampering.challenge ?? options['challenge'],
        origin: tampering.origin ?? this.origin,
        crossOrigin: tampering.crossOrigin ?? false,
      }),
    );
  }

  private authenticatorData(
    rpId: string,
    more: number,
    tampering: Tampering,
    rest: Buffer = Buffer.alloc(0),
  ): Buffer {
    const verified = (this.traits.userVerified ?? true) ? UV : 0;
    const synced = this.traits.synced ? BE | BS : 0;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(tampering.counter ?? this.counter);
    const flags = tampering.flags === undefined ? UP | verified | synced | more : tampering.flags | more;
    return Buffer.concat([sha256(tampering.rpId ?? rpId), Buffer.from([flags]), counter, rest]);
  }

  private attestedCredential({ credentialId = this.credentialId, algorithm }: Tampering): Buffer {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(credentialId.length);
    return Buffer.concat([Buffer.alloc(16), length, credentialId, this.coseKey(algorithm)]);
  }

  private coseKey(algorithm?: number): Buffer {
    const jwk = this.publicKey.export({ format: 'jwk' });
    const part = (name: 'x' | 'y' | 'n' | 'e') => bytes(Buffer.from(jwk[name]!, 'base64url'));
    if (jwk.kty === 'RSA') {
      const head = [0xa4, 0x01, 0x03, 0x03, ...negative(algorithm ?? -257), 0x20];
      return Buffer.concat([Buffer.from(head), part('n'), Buffer.from([0x21]), part('e')]);
    }
    const head = [0xa5, 0x01, 0x02, 0x03, ...negative(algorithm ?? -7), 0x20, 0x01, 0x21];
    return Buffer.concat([Buffer.from(head), part('x'), Buffer.from([0x22]), part('y')]);
  }
}

/** CBOR, as much of it as is needed. */
const negative = (value: number): number[] => {
  const n = -1 - value;
  return n < 24 ? [0x20 | n] : n < 256 ? [0x38, n] : [0x39, n >> 8, n & 0xff];
};
const text = (value: string) => Buffer.concat([Buffer.from([0x60 | value.length]), Buffer.from(value)]);
const bytes = (data: Buffer) =>
  Buffer.concat([
    data.length < 24
      ? Buffer.from([0x40 | data.length])
      : data.length < 256
        ? Buffer.from([0x58, data.length])
        : Buffer.from([0x59, data.length >> 8, data.length & 0xff]),
    data,
  ]);
