/**
 * A sealed text that does not open. Whoever opens decides what it means to the caller: to let it through would say
 * to the outside what is wrong inside.
 */
export class Unsealable extends Error {
  override name = 'Unsealable';

  /**
   * @param reason `unknown-key`: sealed with a key that is not configured, or was destroyed; `tampered`: a bit was
   * changed, or it belongs to another row
   */
  constructor(
    readonly reason: 'unknown-key' | 'tampered',
    message: string,
  ) {
    super(message);
  }
}
