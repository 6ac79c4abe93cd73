/** Tells every node, this one at once, that cached answers carrying a tag are no longer true. */
export abstract class Invalidation {
  /** Part of the ambient transaction: announced if and only if it commits. Tags look like `user:<id>`. */
  abstract announce(...tags: string[]): Promise<void>;
}
