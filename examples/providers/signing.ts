import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { Json } from './call.js';

const KEY_ID = 'stand-in-1';

/** Signs as RS256 (RFC 7518, 3.3). The key is made when it is first needed: that takes a moment. */
export class Signer {
  private key?: KeyObject;

  sign(claims: Json): string {
    const head = encoded({ alg: 'RS256', typ: 'JWT', kid: KEY_ID });
    const body = `${head}.${encoded(claims)}`;
    return `${body}.${sign('sha256', Buffer.from(body), this.privateKey()).toString('base64url')}`;
  }

  /** As in a JSON Web Key Set (RFC 7517, 5). */
  keys(): Json {
    const jwk = createPublicKey(this.privateKey()).export({ format: 'jwk' });
    return { keys: [{ ...jwk, kid: KEY_ID, use: 'sig', alg: 'RS256' }] };
  }

  private privateKey(): KeyObject {
    return (this.key ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
  }
}

const encoded = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');
