import type { Id } from '../../src/kernel/id.js';
import type { RememberDevice, RevokeSessions } from '../../src/modules/sessions/index.js';
import { AcceptPassword } from '../../src/modules/identity/application/accept-password.js';
import { AccountMail } from '../../src/modules/identity/application/account-mail.js';
import { ChangePassword } from '../../src/modules/identity/application/change-password.js';
import { ConfirmEmailChange } from '../../src/modules/identity/application/confirm-email-change.js';
import { ConfirmPassword } from '../../src/modules/identity/application/confirm-password.js';
import { CountAttempts } from '../../src/modules/identity/application/count-attempts.js';
import { DisableUser } from '../../src/modules/identity/application/disable-user.js';
import { IdentityEvents } from '../../src/modules/identity/application/identity-events.js';
import { PurgeAccounts } from '../../src/modules/identity/application/purge-accounts.js';
import { RegisterUser } from '../../src/modules/identity/application/register-user.js';
import { ReplacePassword } from '../../src/modules/identity/application/replace-password.js';
import { RequestEmailChange } from '../../src/modules/identity/application/request-email-change.js';
import { SendResetLink } from '../../src/modules/identity/application/send-reset-link.js';
import { SendVerificationLink } from '../../src/modules/identity/application/send-verification-link.js';
import { ResetPassword } from '../../src/modules/identity/application/reset-password.js';
import { SpendLink } from '../../src/modules/identity/application/spend-link.js';
import { StoreRegistration } from '../../src/modules/identity/application/store-registration.js';
import { TellOwner } from '../../src/modules/identity/application/tell-owner.js';
import { UpdateProfile } from '../../src/modules/identity/application/update-profile.js';
import { VerifyEmail } from '../../src/modules/identity/application/verify-email.js';
import { VerifyPassword } from '../../src/modules/identity/application/verify-password.js';
import { SHARED_DIRECTORY_ID } from '../../src/modules/identity/domain/directory.js';
import { emailOf } from '../../src/modules/identity/domain/email.js';
import type { Guessability, GuessabilityVerdict } from '../../src/modules/identity/domain/guessability.js';
import type { IdentitySettings } from '../../src/modules/identity/domain/identity-settings.js';
import type { Links } from '../../src/modules/identity/domain/links.js';
import type { Markup } from '../../src/modules/identity/domain/markup.js';
import type { PasswordHasher, PasswordVerdict } from '../../src/modules/identity/domain/password-hasher.js';
import type {
  PasswordPolicies,
  PasswordPolicy,
} from '../../src/modules/identity/domain/password-policies.js';
import { User } from '../../src/modules/identity/domain/user.js';
import { SendMail } from '../../src/modules/notifications/index.js';
import type { MailTemplate, QueuedMail } from '../../src/modules/notifications/domain/mail-templates.js';
import { FakeClock, FakeInvalidation, FakeOutbox, FakeRandom } from './fakes.js';
import {
  InMemoryLoginAttempts,
  InMemoryPasswordHistory,
  InMemorySingleUse,
  InMemoryUserRepository,
  RevertingUnitOfWork,
  type Revertible,
} from './identity-fakes.js';

export const PASSWORD = 'plum kettle harbour 42';
export const OTHER_PASSWORD = 'velvet stapler quantum 7';

class FakeSettings implements IdentitySettings {
  registrationOpen = true;
}

class FakePasswordPolicies implements PasswordPolicies {
  server: PasswordPolicy = { minLength: 15, history: 5 };
  /** By user: the strictest of their tenants. */
  readonly tenants = new Map<Id, PasswordPolicy>();

  async of(userId: Id | null): Promise<PasswordPolicy> {
    const { minLength, history } = (userId && this.tenants.get(userId)) || this.server;
    return {
      minLength: Math.max(minLength, this.server.minLength),
      history: Math.max(history, this.server.history),
    };
  }
}

class FakeLinks implements Links {
  verifyEmail = (token: string): string => `https://id.test/verify#token=${token}`;
  resetPassword = (token: string): string => `https://id.test/reset#token=${token}`;
}

/** Takes anything between angle brackets for markup. */
class FakeMarkup implements Markup {
  plain = (text: string): string => text.replace(/<[^>]*>/g, '').trim();
  rich = (text: string): string => text.replace(/<script[^>]*>/g, '').trim();
}

class FakeGuessability implements Guessability {
  verdict: GuessabilityVerdict = 'fine';
  assess = (): GuessabilityVerdict => this.verdict;
}

/** Costs nothing but counts what it would have cost, and refuses to be called while a transaction waits. */
class FakePasswordHasher implements PasswordHasher {
  readonly work: ('hash' | 'verify' | 'nothing')[] = [];
  /** Happens while somebody waits for the next hash: whatever races with it. */
  meanwhile: (() => Promise<unknown>) | undefined;

  constructor(private readonly transactionOpen: () => boolean) {}

  async hash(password: string): Promise<string> {
    await this.spend('hash');
    return `hash-${this.work.length.toString()}:${password}`;
  }

  async verify(password: string, hash: string): Promise<PasswordVerdict> {
    await this.spend('verify');
    const matches = hash.slice(hash.indexOf(':') + 1) === password;
    return { matches, outdated: matches && hash.startsWith('legacy:') };
  }

  async verifyNothing(): Promise<void> {
    await this.spend('nothing');
  }

  private async spend(what: 'hash' | 'verify' | 'nothing'): Promise<void> {
    if (this.transactionOpen()) throw new Error('no hashing inside a transaction');
    this.work.push(what);
    const { meanwhile } = this;
    this.meanwhile = undefined;
    await meanwhile?.();
  }
}

/** The mails that were committed, in order. */
class Post implements Revertible {
  mails: QueuedMail[] = [];

  mark(): () => void {
    const before = [...this.mails];
    return () => (this.mails = before);
  }

  add = async (mail: QueuedMail): Promise<void> => void this.mails.push(mail);

  /** Addresses and kinds of everything sent since the last call. */
  takeAll(): string[] {
    return this.mails.splice(0).map(({ to, template }) => `${template} to ${to}`);
  }

  /** @returns the secret in the newest mail of this kind */
  token(template: MailTemplate, to?: string): string {
    const mail = this.mails.findLast((one) => one.template === template && (!to || one.to === to));
    return String(mail?.data['link']).split('#token=')[1] ?? 'no such mail';
  }
}

class RevertibleOutbox extends FakeOutbox implements Revertible {
  mark(): () => void {
    const { length } = this.events;
    return () => this.events.splice(length);
  }
}

interface Revocation {
  readonly userId: Id;
  readonly keep: Id | null;
  readonly reason: string;
}

/** The use cases of identity over fakes, and everything that can be seen of what they did. */
export function identityWithFakes() {
  const [clock, random, settings] = [new FakeClock(), new FakeRandom(), new FakeSettings()];
  const [users, history] = [new InMemoryUserRepository(), new InMemoryPasswordHistory()];
  const [counts, singleUse] = [new InMemoryLoginAttempts(clock), new InMemorySingleUse(clock, random)];
  const [outbox, post, guessability] = [new RevertibleOutbox(), new Post(), new FakeGuessability()];
  const work = new RevertingUnitOfWork([users, history, counts, singleUse, outbox, post]);
  const hasher = new FakePasswordHasher(() => work.entered);
  const knownDevices = new Set<string>();
  const revocations: Revocation[] = [];

  const devices: Pick<RememberDevice, 'isKnown'> = {
    isKnown: async (userId, secret) => knownDevices.has(`${userId} ${secret}`),
  };
  const revoke: Pick<RevokeSessions, 'allOfUser'> = {
    allOfUser: async (userId, keep, reason) => revocations.push({ userId, keep, reason }),
  };
  const markup = new FakeMarkup();
  const mail = new AccountMail(new SendMail(post), new FakeLinks());
  const events = new IdentityEvents(outbox, new FakeInvalidation(), random, clock);
  const passwords = new FakePasswordPolicies();
  const accept = new AcceptPassword(passwords, guessability, hasher, history);
  const attempts = new CountAttempts(counts, users, work, mail, events, clock);
  const confirmPassword = new ConfirmPassword(users, attempts, hasher);
  const spendLink = new SpendLink(singleUse, users);
  const replace = new ReplacePassword(
    users,
    history,
    passwords,
    singleUse,
    revoke as RevokeSessions,
    mail,
    events,
  );

  return {
    clock,
    settings,
    passwords,
    users,
    history,
    counts,
    singleUse,
    outbox,
    post,
    guessability,
    work,
    hasher,
    knownDevices,
    revocations,
    confirmPassword,
    changePassword: new ChangePassword(confirmPassword, accept, work, users, replace, clock),
    confirmEmailChange: new ConfirmEmailChange(work, spendLink, singleUse, users, events, clock),
    disableUser: new DisableUser(work, users, revoke as RevokeSessions, events, clock),
    purgeAccounts: new PurgeAccounts(users, counts, clock),
    registerUser: new RegisterUser(
      settings,
      accept,
      markup,
      new StoreRegistration(work, users, singleUse, mail, events, clock),
      random,
      clock,
    ),
    requestEmailChange: new RequestEmailChange(work, users, singleUse, mail),
    sendResetLink: new SendResetLink(users, work, singleUse, mail),
    sendVerificationLink: new SendVerificationLink(users, work, singleUse, mail),
    resetPassword: new ResetPassword(work, spendLink, accept, replace, attempts, clock),
    tellOwner: new TellOwner(users, work, mail),
    updateProfile: new UpdateProfile(work, users, markup, events, clock),
    verifyEmail: new VerifyEmail(work, spendLink, singleUse, users, events, clock),
    verifyPassword: new VerifyPassword(users, devices as RememberDevice, attempts, hasher, clock),
  };
}

export type Identity = ReturnType<typeof identityWithFakes>;

export interface Person {
  readonly id?: Id;
  readonly directoryId?: Id;
  readonly email?: string;
  readonly name?: string;
  readonly passwordHash?: string;
  readonly now?: Date;
}

/** Somebody who has just registered, and has not verified the address yet. */
export function newcomer(person: Person = {}): User {
  return User.register({
    id: '00000000-0000-7000-8000-0000000000aa',
    directoryId: SHARED_DIRECTORY_ID,
    name: 'Jane',
    locale: 'en',
    passwordHash: `old:${PASSWORD}`,
    now: new Date('2026-01-01T00:00:00.000Z'),
    ...person,
    email: emailOf(person.email ?? 'jane@example.com'),
  });
}

/** Somebody with a verified address, in the repository. */
export async function member(identity: Identity, person: Person = {}): Promise<User> {
  const registered = newcomer({ now: identity.clock.now(), ...person });
  await identity.users.insert(registered);
  const verified = registered.verified({}, identity.clock.now());
  await identity.users.save(verified);
  return verified;
}
