/**
 * The rules by which access is decided, in the order in which they are looked at. Deny beats allow, wherever either
 * comes from, and what nobody allows is denied.
 */
import type { Clock } from '../../../kernel/clock.js';
import type { AccessProfile, CompiledGrant } from './access-profile.js';
import type { Condition, ConditionInputs } from './conditions.js';
import { Effort, extentOf, type Extent } from './effort.js';
import type { Clause } from './role-set.js';

export interface Resource {
  readonly type: string;
  readonly id: string;
  /** Whatever the caller knows about it, for conditions. */
  readonly properties?: Readonly<Record<string, unknown>>;
}

export interface Question {
  /** `resource:action` */
  readonly permission: string;
  /** Without one the question is whether they may do it in general: what depends on the resource says nothing then. */
  readonly resource?: Resource;
  readonly context?: Readonly<Record<string, unknown>>;
  /** About subject and action, for conditions; they add to what is known and never replace it. */
  readonly subjectProperties?: Readonly<Record<string, unknown>>;
  readonly actionProperties?: Readonly<Record<string, unknown>>;
}

export type Reason =
  | { readonly kind: 'role'; readonly role: string; readonly permission: string }
  | {
      readonly kind: 'rule';
      readonly effect: 'allow' | 'deny';
      readonly role: string;
      readonly permission: string;
      readonly when: string | null;
    }
  | ({ readonly kind: 'grant' } & Pick<
      CompiledGrant,
      'id' | 'subject' | 'permission' | 'resource' | 'when' | 'expiresAt'
    >)
  /** The credential that asks was made for less than its owner may do. */
  | { readonly kind: 'scope'; readonly scopes: readonly string[] }
  | { readonly kind: 'default-deny' };

export interface Decision {
  readonly allowed: boolean;
  /** Never empty: every reason that decided. */
  readonly because: readonly Reason[];
}

/**
 * The answer alone: for most questions without looking at any condition or grant.
 * @throws DomainError as `decide`
 */
export function isAllowed(
  profile: AccessProfile,
  question: Question,
  clock: Clock,
  effort?: Effort,
): boolean {
  const { outcome } = profile.roles.verdict(question.permission);
  if (outcome === 'allow') return true;
  if (outcome === 'deny') return false;
  if (outcome === 'silent' && !(question.resource && profile.hasGrants)) return false;
  return decide(profile, question, clock, effort).allowed;
}

/**
 * The answer with its reasons.
 * @param effort what is left of it, where one request asks many questions
 * @throws DomainError `authz.conditions-too-costly`
 */
export function decide(
  profile: AccessProfile,
  question: Question,
  clock: Clock,
  effort = new Effort(),
): Decision {
  const { denies, allows } = profile.roles.verdict(question.permission);
  const hearing = new Hearing(question, inputsOf(profile, question), effort);
  const denying = denies.filter(({ condition }) => hearing.applies(condition, true));
  if (denying.length > 0) return { allowed: false, because: denying.map(reasonOf('deny')) };
  const { resource, permission } = question;
  const grants = resource && profile.hasGrants ? profile.grantsOn(resource, permission, clock.now()) : [];
  const allowing = [
    ...allows.filter(({ condition }) => hearing.applies(condition, false)).map(reasonOf('allow')),
    ...grants.filter(({ condition }) => hearing.applies(condition, false)).map(grantReason),
  ];
  if (allowing.length > 0) return { allowed: true, because: allowing };
  return { allowed: false, because: [{ kind: 'default-deny' }] };
}

/** Puts one question to conditions. */
class Hearing {
  private extent: Extent | undefined;

  constructor(
    private readonly question: Question,
    private readonly inputs: ConditionInputs,
    private readonly effort: Effort,
  ) {}

  /** @param ifUnknown what counts when the condition cannot be decided: a deny that fails denies, an allow does not allow */
  applies(condition: Condition | null, ifUnknown: boolean): boolean {
    if (!condition) return true;
    if (condition.isAboutResource && !this.question.resource) return false;
    this.extent ??= extentOf(this.inputs);
    this.effort.spend(condition.cost(this.extent));
    try {
      return condition.holds(this.inputs);
    } catch {
      return ifUnknown;
    }
  }
}

function inputsOf(profile: AccessProfile, question: Question): ConditionInputs {
  const { permission, resource, context, subjectProperties, actionProperties } = question;
  return {
    subject: { properties: subjectProperties ?? {}, ...profile.facts },
    resource: resource ? { ...resource, properties: resource.properties ?? {} } : {},
    action: { name: permission, properties: actionProperties ?? {} },
    context: context ?? {},
  };
}

const reasonOf =
  (effect: 'allow' | 'deny') =>
  ({ kind, role, permission, condition }: Clause): Reason =>
    kind === 'role'
      ? { kind, role, permission }
      : { kind, effect, role, permission, when: condition?.text ?? null };

const grantReason = ({ id, subject, permission, resource, when, expiresAt }: CompiledGrant): Reason => ({
  kind: 'grant',
  ...{ id, subject, permission, resource, when, expiresAt },
});
