/**
 * Addresses that are mailed to people. They come from the configured public URL, never from a request's Host header,
 * and carry the secret in the fragment, which no server and no link scanner gets to see.
 */
export abstract class Links {
  abstract verifyEmail(token: string): string;
  abstract resetPassword(token: string): string;
}
