import { describe, expect, it } from 'vitest';
import { Config } from '../../../../platform/config/config.js';
import { defaultSettings } from '../../../../platform/config/load-config.js';
import { SealedColumns } from '../../../../platform/crypto/sealed-columns.js';
import { Sealer } from '../../../../platform/crypto/sealer.js';
import { UnreadableSecrets } from '../../../../platform/crypto/unreadable-secrets.js';
import { Metrics } from '../../../../platform/observability/metrics.js';
import { SealedKeyMaker } from './sealed-key-maker.js';

const config = new Config(defaultSettings(), [{ id: 'k1', secret: Buffer.alloc(32, 1) }]);
const maker = new SealedKeyMaker(new SealedColumns(new Sealer(config)), new UnreadableSecrets(new Metrics()));

describe('SealedKeyMaker', () => {
  it('makes keys whose ids can be given on a command line: none begins with a dash', async () => {
    const keys = await Promise.all(Array.from({ length: 300 }, () => maker.make('ES256')));
    expect(keys.filter(({ id }) => id.startsWith('-'))).toEqual([]);
    expect(new Set(keys.map(({ id }) => id)).size).toBe(keys.length);
  });

  it('opens what it has sealed, in its row only', async () => {
    const { id, privateSealed } = await maker.make('ES256');
    expect(maker.open(id, privateSealed)?.type).toBe('private');
    expect(maker.open('another', privateSealed)).toBeNull();
  });
});
