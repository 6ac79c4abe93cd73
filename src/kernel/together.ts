/**
 * Waits for all of them, also when one fails: what goes on after its transaction has ended would be outside of any.
 * For statements that need nothing of each other: they travel together, see `Database`. None of them may run in a scope
 * of its own, which would be the scope of all.
 * @throws what the first of them failed with, in the order given
 */
export async function together<T extends readonly unknown[]>(
  ...works: { readonly [Index in keyof T]: Promise<T[Index]> }
): Promise<T> {
  const settled = await Promise.allSettled(works);
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return settled.map((one) => (one as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
