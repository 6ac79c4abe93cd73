import { setTimeout as sleep } from 'node:timers/promises';

/** What the contract gives a revocation, or any other change, to hold on every node. */
const ONE_SECOND_MS = 1000;

/**
 * Asks again until `check` no longer throws. It fails if one that was begun after the second still throws: what was
 * asked before may see the old state, and how long answers take is the machine's matter, not the contract's.
 */
export async function withinASecond<T>(check: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + ONE_SECOND_MS;
  for (;;) {
    const begun = performance.now();
    try {
      return await check();
    } catch (error) {
      if (begun >= deadline) throw error;
      await sleep(20);
    }
  }
}
