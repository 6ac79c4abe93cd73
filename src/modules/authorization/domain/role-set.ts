import type { Condition, Conditions } from './conditions.js';
import { overlap, reaches } from './permission-pattern.js';
import { givenBy, type RoleDefinition, type Rule } from './role.js';

/** One line of one role that speaks about a permission. */
export interface Clause {
  readonly role: string;
  readonly permission: string;
  /** A permission of the role, or a rule of it. */
  readonly kind: 'role' | 'rule';
  readonly condition: Condition | null;
}

/** Everything that a combination of roles says about one permission. */
export interface Verdict {
  readonly denies: readonly Clause[];
  readonly allows: readonly Clause[];
  /** `depends`: on a condition; `silent`: no role speaks about it. */
  readonly outcome: 'allow' | 'deny' | 'depends' | 'silent';
}

/** Whoever asks decides which permissions there are, so what is remembered of them is bounded. */
const MOST_VERDICTS = 5_000;

/** Roles held together. Most people share their combination with others, and so this object, compiled once. */
export class RoleSet {
  private readonly verdicts = new Map<string, Verdict>();

  /** @throws DomainError `authz.condition-refused` */
  constructor(
    private readonly definitions: readonly RoleDefinition[],
    private readonly conditions: Conditions,
  ) {}

  get names(): string[] {
    return this.definitions.map(({ name }) => name);
  }

  /** Everything that is allowed under whatever condition; as patterns. */
  get given(): string[] {
    return [...new Set(this.definitions.flatMap(givenBy))];
  }

  verdict(permission: string): Verdict {
    return this.verdicts.get(permission) ?? this.remember(permission, this.judge(permission));
  }

  /** Whether anything that a pattern means may be denied, under whatever condition. */
  denies(pattern: string): boolean {
    return this.definitions.some(({ rules }) =>
      rules.some(({ effect, permission }) => effect === 'deny' && overlap(permission, pattern)),
    );
  }

  /** Whether all that a pattern means is held for good: without any condition, and not denied in part. */
  holds(pattern: string): boolean {
    if (this.denies(pattern)) return false;
    return this.definitions.some(
      ({ permissions, rules }) =>
        permissions.some((held) => reaches(held, pattern)) ||
        rules.some(
          ({ effect, permission, when }) =>
            effect === 'allow' && when === undefined && reaches(permission, pattern),
        ),
    );
  }

  private remember(permission: string, verdict: Verdict): Verdict {
    if (this.verdicts.size >= MOST_VERDICTS) this.verdicts.clear();
    this.verdicts.set(permission, verdict);
    return verdict;
  }

  private judge(permission: string): Verdict {
    const denies = this.rulesAbout(permission, 'deny');
    const allows = [...this.permissionsFor(permission), ...this.rulesAbout(permission, 'allow')];
    return { denies, allows, outcome: outcomeOf(denies, allows) };
  }

  private permissionsFor(permission: string): Clause[] {
    return this.definitions.flatMap(({ name: role, permissions }) =>
      permissions
        .filter((held) => reaches(held, permission))
        .map((held): Clause => ({ kind: 'role', role, permission: held, condition: null })),
    );
  }

  private rulesAbout(permission: string, effect: Rule['effect']): Clause[] {
    return this.definitions.flatMap(({ name: role, rules }) =>
      rules
        .filter((rule) => rule.effect === effect && reaches(rule.permission, permission))
        .map(({ permission: held, when }): Clause => {
          const condition = when === undefined ? null : this.conditions.compile(when);
          return { kind: 'rule', role, permission: held, condition };
        }),
    );
  }
}

function outcomeOf(denies: readonly Clause[], allows: readonly Clause[]): Verdict['outcome'] {
  const isCertain = ({ condition }: Clause) => condition === null;
  if (denies.some(isCertain)) return 'deny';
  if (denies.length > 0) return 'depends';
  if (allows.some(isCertain)) return 'allow';
  return allows.length > 0 ? 'depends' : 'silent';
}
