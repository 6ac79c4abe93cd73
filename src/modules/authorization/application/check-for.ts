import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/principal.js';
import { mayNotAskAboutOthers } from '../domain/authorization.errors.js';
import type { Decision, Question } from '../domain/decision.js';
import { Effort } from '../domain/effort.js';
import { subjectOf, type Subject } from '../domain/subject.js';
import { Decide } from './decide.js';

export interface CheckWish extends Question {
  /** Without one it is about the one who asks, and the credential that they use. */
  readonly subject?: Subject;
}

const OTHERS = 'authz:check-others';

/** Questions of frontends and services about the tenant of their credential: about themselves, or about others. */
@Injectable()
export class CheckFor {
  constructor(private readonly decide: Decide) {}

  /** @throws DomainError `authz.permission-denied` when it is about another and the asker may not ask that */
  async check(asker: Principal, { subject, ...question }: CheckWish): Promise<boolean> {
    if (isOneself(asker, subject)) return this.decide.check(asker, question);
    await this.demandOthers(asker);
    return this.decide.holds(asker.tenantId, subject, question);
  }

  /** @throws DomainError `authz.permission-denied` */
  async explain(asker: Principal, { subject, ...question }: CheckWish): Promise<Decision> {
    if (isOneself(asker, subject)) return this.decide.explain(asker, question);
    await this.demandOthers(asker);
    return this.decide.explainFor(asker.tenantId, subject, question);
  }

  /** In the order of the questions; each subject is looked up once. @throws DomainError `authz.permission-denied` */
  async checkEach(asker: Principal, wishes: readonly CheckWish[]): Promise<boolean[]> {
    const bySubject = new Map<string, number[]>();
    wishes.forEach(({ subject }, at) => {
      const key = isOneself(asker, subject) ? '' : `${subject.type} ${subject.id}`;
      const known = bySubject.get(key);
      if (known) known.push(at);
      else bySubject.set(key, [at]);
    });
    if (bySubject.size > (bySubject.has('') ? 1 : 0)) await this.demandOthers(asker);
    const results = new Array<boolean>(wishes.length).fill(false);
    const effort = new Effort();
    for (const [key, places] of bySubject) {
      const answers = await this.answerEach(
        asker,
        key === '',
        places.map((at) => wishes[at]!),
        effort,
      );
      answers.forEach((allowed, at) => (results[places[at]!] = allowed));
    }
    return results;
  }

  /** @throws DomainError `authz.permission-denied` unless it is about the asker, or they may ask about others */
  async demandMayAsk(asker: Principal, subject: Subject | null): Promise<void> {
    if (subject === null || !isOneself(asker, subject)) await this.demandOthers(asker);
  }

  private async answerEach(
    asker: Principal,
    oneself: boolean,
    wishes: readonly CheckWish[],
    effort: Effort,
  ): Promise<boolean[]> {
    const subject = oneself ? subjectOf(asker) : wishes[0]!.subject!;
    const allowed = await this.decide.holdsEach(asker.tenantId, subject, wishes, effort);
    const { scopes } = asker;
    if (!oneself || !scopes) return allowed;
    return allowed.map((held, at) => held && scopes.includes(wishes[at]!.permission));
  }

  private async demandOthers(asker: Principal): Promise<void> {
    if (!(await this.decide.check(asker, { permission: OTHERS }))) throw mayNotAskAboutOthers();
  }
}

function isOneself(asker: Principal, subject: Subject | undefined): subject is undefined {
  if (!subject) return true;
  const own = subjectOf(asker);
  return own.type === subject.type && own.id === subject.id;
}
