/** Which keys carry a tag. Holds nothing for keys that are gone, so it is bounded by what the cache holds. */
export class TagIndex {
  private readonly keys = new Map<string, Set<string>>();

  add(key: string, tags: readonly string[]): void {
    for (const tag of tags) {
      const known = this.keys.get(tag);
      if (known) known.add(key);
      else this.keys.set(tag, new Set([key]));
    }
  }

  remove(key: string, tags: readonly string[]): void {
    for (const tag of tags) {
      const known = this.keys.get(tag);
      known?.delete(key);
      if (known?.size === 0) this.keys.delete(tag);
    }
  }

  /** A copy: the caller removes keys while it walks. */
  keysOf(tag: string): readonly string[] {
    return [...(this.keys.get(tag) ?? [])];
  }

  get size(): number {
    return this.keys.size;
  }
}
