/** Options of an LRU cache of so many entries that takes memory as it fills: one with `max` takes room for all of them at once. */
export function leastRecent(entries: number): { maxSize: number; sizeCalculation: () => number } {
  return { maxSize: entries, sizeCalculation: () => 1 };
}
