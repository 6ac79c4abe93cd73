import type { Provider } from '@nestjs/common';
import { ChangeTenant } from '../application/change-tenant.js';
import { DeleteTenant } from '../application/delete-tenant.js';
import { EraseTenants } from '../application/erase-tenants.js';
import { ChangeGroup } from '../application/groups/change-group.js';
import { CreateGroup } from '../application/groups/create-group.js';
import { SetGroupMembers } from '../application/groups/set-group-members.js';
import { AcceptInvitation } from '../application/invitations/accept-invitation.js';
import { InviteMember } from '../application/invitations/invite-member.js';
import { JoinInvited } from '../application/invitations/join-invited.js';
import { PurgeInvitations } from '../application/invitations/purge-invitations.js';
import { RecogniseInvitation } from '../application/invitations/recognise-invitation.js';
import { RevokeInvitation } from '../application/invitations/revoke-invitation.js';
import { SendInvitation } from '../application/invitations/send-invitation.js';
import { ChangeMember } from '../application/members/change-member.js';
import { EndMembership } from '../application/members/end-membership.js';
import { TenancyEvents } from '../application/tenancy-events.js';
import { TransferOwnership } from '../application/transfer-ownership.js';
import { Groups } from '../domain/groups.js';
import { InvitationLinks } from '../domain/invitation-links.js';
import { Invitations } from '../domain/invitations.js';
import { Members } from '../domain/members.js';
import { TenantEnd } from '../domain/tenant.repository.js';
import { ConfiguredLinks } from './configured-links.js';
import { GroupMembersController } from './groups/group-members.controller.js';
import { GroupsController } from './groups/groups.controller.js';
import { GroupQueries } from './groups/groups.queries.js';
import { SqlGroups } from './groups/sql-groups.js';
import { AcceptInvitationController } from './invitations/accept-invitation.controller.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { InvitationQueries } from './invitations/invitations.queries.js';
import { SqlInvitations } from './invitations/sql-invitations.js';
import { LookAfterTenantsJob } from './look-after-tenants.job.js';
import { MembersController } from './members/members.controller.js';
import { MemberQueries } from './members/members.queries.js';
import { SqlMembers } from './members/sql-members.js';
import { SqlTenantEnd } from './sql-tenant-end.js';
import { TenancyPermissions } from './tenancy-permissions.js';
import { TenantOwnersController } from './tenant-owners.controller.js';

/** What sign-in needs for people who were invited. */
export const invitationDoor = [JoinInvited, RecogniseInvitation];

/** Members, invitations and groups; how tenants change and end. */
export const teamControllers = [
  AcceptInvitationController,
  GroupMembersController,
  GroupsController,
  InvitationsController,
  MembersController,
  TenantOwnersController,
];

export const teamProviders: Provider[] = [
  ...invitationDoor,
  AcceptInvitation,
  ChangeGroup,
  ChangeMember,
  ChangeTenant,
  CreateGroup,
  DeleteTenant,
  EndMembership,
  EraseTenants,
  GroupQueries,
  InvitationQueries,
  InviteMember,
  LookAfterTenantsJob,
  MemberQueries,
  PurgeInvitations,
  RevokeInvitation,
  SendInvitation,
  SetGroupMembers,
  TenancyEvents,
  TenancyPermissions,
  TransferOwnership,
  { provide: Groups, useClass: SqlGroups },
  { provide: InvitationLinks, useClass: ConfiguredLinks },
  { provide: Invitations, useClass: SqlInvitations },
  { provide: Members, useClass: SqlMembers },
  { provide: TenantEnd, useClass: SqlTenantEnd },
];
