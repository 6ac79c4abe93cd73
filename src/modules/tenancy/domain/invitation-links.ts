/** Built from the configured public URL, never from a request; the secret stands in the fragment. */
export abstract class InvitationLinks {
  abstract acceptInvitation(token: string): string;
}
