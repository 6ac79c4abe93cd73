import { describe, expect, it } from 'vitest';
import { Database } from '../../../src/platform/database/database.js';
import { Jobs } from '../../../src/platform/jobs/jobs.js';
import { PurgeSingleUseJob } from '../../../src/platform/single-use/purge-single-use.job.js';
import { PostgresSingleUse } from '../../../src/platform/single-use/postgres-single-use.js';
import { createDatabase } from '../../support/database.js';
import { FakeClock, FakeDigest, FakeRandom } from '../../support/fakes.js';
import { startPlatform } from '../../support/platform.js';

describe('purging single-use links', () => {
  it('keeps them for a week after they expire', async () => {
    const outside = await createDatabase();
    const database = (await startPlatform(outside)).get(Database);
    const [clock, jobs] = [new FakeClock(), new Jobs()];
    new PurgeSingleUseJob(jobs, database, clock);
    const singleUse = new PostgresSingleUse(database, clock, new FakeRandom(), new FakeDigest());
    const run = () => jobs.find('purge-expired-tokens')!.run(new AbortController().signal);

    await singleUse.issue('password-reset', { userId: null, payload: {} });
    await singleUse.issue('email-change', { userId: null, payload: {} });
    clock.advance({ days: 7, minutes: 30 });
    expect(await run()).toBe(0);
    clock.advance({ ms: 1 });
    expect(await run()).toBe(1);
    clock.advance({ minutes: 30 });
    expect(await run()).toBe(1);
    expect(await outside.query('SELECT FROM single_use_tokens')).toEqual([]);
  });
});
