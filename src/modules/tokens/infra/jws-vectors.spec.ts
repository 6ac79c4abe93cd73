import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JwtService } from '@nestjs/jwt';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../../test/support/fakes.js';
import type { Config } from '../../../platform/config/config.js';
import { JwtAccessTokens } from './jwt-access-tokens.js';
import type { SigningAlgorithm } from '../domain/signing-keys/signing-key.js';
import type { OpenKey } from './signing-keys/key-ring.js';
import type { SigningKeys } from './signing-keys/signing-keys.js';

interface Vector {
  readonly tcId: number;
  readonly comment: string;
  readonly jws: string;
  readonly result: 'valid' | 'invalid';
}

interface Group {
  readonly comment: string;
  readonly public?: JsonWebKey & { readonly alg?: string; readonly kid: string };
  readonly tests: readonly Vector[];
}

/** Project Wycheproof's JWS cases, which are not part of this repository: put them beside it to run these. */
const PATH = join(process.cwd(), '..', 'shared', 'vectors', 'json_web_signature_test.json');

const present = existsSync(PATH);
const groups = present ? (JSON.parse(readFileSync(PATH, 'utf8')) as { testGroups: Group[] }).testGroups : [];
const ours = groups.filter(({ public: key }) => key?.alg === 'RS256' || key?.alg === 'ES256');
const jwt = new JwtService();

describe.skipIf(!present)(
  "Wycheproof's signatures (skipped where its vectors are not beside the repository)",
  () => {
    it('are many', () => {
      expect(ours.flatMap(({ tests }) => tests).length).toBeGreaterThan(250);
    });

    for (const { comment, public: jwk, tests } of ours) {
      const algorithm = jwk!.alg as SigningAlgorithm;
      const publicKey = createPublicKey({ key: jwk!, format: 'jwk' });
      const name = `${comment} (${algorithm}, ${tests.length} cases)`;

      it(`${name}: the library tells good from bad, asked as we ask it`, async () => {
        for (const { tcId, comment: about, jws, result } of tests) {
          // A token without claims is none, however well signed.
          const expected = result === 'valid' && !jws.includes('..');
          const verified = jwt
            .verifyAsync(jws, { publicKey: publicKey as unknown as Buffer, algorithms: [algorithm] })
            .then(() => true)
            .catch(() => false);
          expect(await verified, `${tcId} ${about}`).toBe(expected);
        }
      });

      it(`${name}: none of them is an access token, though the key were ours`, async () => {
        const key = { id: jwk!.kid, algorithm, publicKey } as OpenKey;
        const keys = { find: () => key } as unknown as SigningKeys;
        const config = { issuer: 'i', audience: 'a' } as Config;
        const tokens = new JwtAccessTokens(jwt, keys, config, new FakeClock());
        for (const { tcId, jws } of tests) expect(await tokens.verify(jws), String(tcId)).toBeNull();
      });
    }
  },
);
