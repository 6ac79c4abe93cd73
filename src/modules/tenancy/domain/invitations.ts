import type { Id } from '../../../kernel/id.js';

/** An address that may join a tenant. The secret in the mail names it; a newer one takes its place. */
export interface Invitation {
  readonly id: Id;
  readonly tenantId: Id;
  readonly email: string;
  readonly emailNormalised: string;
  readonly roles: readonly string[];
  readonly expiresAt: Date;
  readonly createdBy: Id;
  readonly createdAt: Date;
}

/** What the secret stands for. */
export interface InvitationReference {
  readonly tenantId: Id;
  readonly invitationId: Id;
}

/** What the invited one needs to be told, or judged by. */
export interface Offer extends Invitation {
  /** Only a person of this directory can accept it. */
  readonly directoryId: Id;
}

/** Works inside the tenant of the ambient unit of work. */
export abstract class Invitations {
  /** Takes the place of the one that the address had, if it had one. */
  abstract put(invitation: Invitation): Promise<void>;
  /** Null when it ended, was withdrawn or replaced, or its tenant was deleted. */
  abstract find(reference: InvitationReference, at: Date): Promise<Offer | null>;
  /** As `find`; until the transaction ends nobody else accepts or withdraws it. */
  abstract lock(reference: InvitationReference, at: Date): Promise<Offer | null>;
  /** @returns whether this call did it */
  abstract delete(reference: InvitationReference): Promise<boolean>;
  /** Lower-case domains that the tenant's policy allows; null: every one. */
  abstract allowedDomains(tenantId: Id): Promise<readonly string[] | null>;
  /** @returns how many that have ended were deleted, at most `limit` */
  abstract purgeEnded(tenantId: Id, before: Date, limit: number): Promise<number>;
}

export const domainOf = (emailNormalised: string): string =>
  emailNormalised.slice(emailNormalised.lastIndexOf('@') + 1);
