/**
 * Where a browser may be sent when it comes back from a provider. Compared letter by letter: whatever parses an address
 * can be fooled by one that the browser parses differently.
 */
export abstract class SignInRedirects {
  /**
   * @param wanted without one: a page of ours that says how it ended
   * @throws DomainError `request.invalid` naming `redirect`
   */
  abstract choose(wanted: string | undefined): string;
}
