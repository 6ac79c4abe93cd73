const LONGEST_SECONDS = 3600;

/**
 * How long to wait before the next attempt: 2, 4, 8 ... seconds, at most an hour, less a random part of up to a half,
 * so that what failed together does not come back together.
 * @param attempts how many have failed
 * @param chance uniform in [0, 1)
 * @returns seconds
 */
export function retryDelay(attempts: number, chance: number = Math.random()): number {
  return Math.min(2 ** attempts, LONGEST_SECONDS) * (1 - chance / 2);
}
