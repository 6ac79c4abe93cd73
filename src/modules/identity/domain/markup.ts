/** What people may write about themselves. */
export abstract class Markup {
  /** No markup at all. */
  abstract plain(text: string): string;
  /** Emphasis, lists and links; nothing that can act. */
  abstract rich(text: string): string;
}
