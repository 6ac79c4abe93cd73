import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/platform/config/config-error.js';
import { loadConfig } from '../../../src/platform/config/load-config.js';

describe('the configuration', () => {
  it('is not read from files that the environment names for somebody else', () => {
    expect(() => loadConfig({ BUILD_TOOL_CONFIG_FILE: '/not/there', DATA_DIR: '.data/test' })).not.toThrow();
  });

  it('says which setting names a file that cannot be read', () => {
    const load = (): unknown => loadConfig({ METRICS_TOKEN_FILE: '/not/there' });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow('METRICS_TOKEN_FILE: cannot read /not/there');
  });
});
