/**
 * Repeats a bounded step until it finds nothing more to do, so that no statement locks a large part of a table.
 * @param size most rows one step may touch
 * @param step deals with at most `limit` rows and says how many they were
 * @returns how many rows there were in all
 */
export async function inBatches(
  size: number,
  step: (limit: number) => Promise<number>,
  signal: AbortSignal,
): Promise<number> {
  let total = 0;
  for (;;) {
    signal.throwIfAborted();
    const done = await step(size);
    total += done;
    if (done < size) return total;
  }
}
