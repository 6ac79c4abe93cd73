import { Injectable } from '@nestjs/common';
import { Jobs } from '../../../../platform/jobs/jobs.js';
import { MaintainSigningKeys } from '../../application/signing-keys/maintain-signing-keys.js';

/** Every minute, so that what a killed node left half-done is completed soon; almost always there is nothing to do. */
@Injectable()
export class MaintainSigningKeysJob {
  constructor(jobs: Jobs, maintain: MaintainSigningKeys) {
    jobs.register({
      name: 'maintain-signing-keys',
      cron: '* * * * *',
      timeoutSeconds: 120,
      run: () => maintain.execute(),
    });
  }
}
