import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../kernel/domain-error.js';
import type { Id } from '../../../kernel/id.js';
import { RecallUser } from '../../identity/index.js';
import {
  LinkIdentity,
  ProveExternalIdentity,
  RecogniseIdentity,
  RedeemAttempt,
  ReportRefusal,
  type ProviderAnswer,
  type SignInAttempt,
} from '../../oauth/index.js';
import { FinishSignIn } from './finish-sign-in.js';
import type { SignInResult, Visitor } from './sign-in-result.js';

/** How it ended when a browser came back from a provider. */
export type ProviderSignInOutcome =
  | { readonly status: 'answered'; readonly result: SignInResult }
  | { readonly status: 'linked' }
  /** The code of one of our errors; nothing of what the provider wrote. */
  | { readonly status: 'refused'; readonly code: string };

export interface ReturnedBrowser {
  readonly answer: Omit<ProviderAnswer, 'browser'> & { readonly browser: string | undefined };
  readonly visitor: Visitor;
  /** Who is signed in, in the browser that came back. */
  readonly caller: Id | null;
}

/** A browser comes back from a provider: to sign somebody in, or to link the provider to who is signed in. */
@Injectable()
export class SignInWithProvider {
  constructor(
    private readonly redeemAttempt: RedeemAttempt,
    private readonly proveIdentity: ProveExternalIdentity,
    private readonly linkIdentity: LinkIdentity,
    private readonly recogniseIdentity: RecogniseIdentity,
    private readonly recallUser: RecallUser,
    private readonly finishSignIn: FinishSignIn,
    private readonly reportRefusal: ReportRefusal,
  ) {}

  /**
   * @returns how it ended, and where the browser wanted to end
   * @throws DomainError `oauth.state-invalid` where nobody knows what the browser wanted
   */
  async execute(returned: ReturnedBrowser): Promise<ProviderSignInOutcome & { readonly redirect: string }> {
    const { parameters, browser } = returned.answer;
    const attempt = await this.redeemAttempt.execute(parameters['state'], browser);
    const { redirect } = attempt;
    try {
      return {
        redirect,
        ...(await this.settle(attempt, { ...returned.answer, browser: browser! }, returned)),
      };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await this.reportRefusal.execute(attempt, error.code);
      return { redirect, status: 'refused', code: error.code };
    }
  }

  private async settle(
    attempt: SignInAttempt,
    answer: ProviderAnswer,
    { visitor, caller }: ReturnedBrowser,
  ): Promise<ProviderSignInOutcome> {
    const identity = await this.proveIdentity.execute(attempt, answer);
    const { linkTo, tenantSlug, rememberMe } = attempt;
    if (linkTo) {
      await this.linkIdentity.toCaller(linkTo, caller, identity);
      return { status: 'linked' };
    }
    const { userId, spend } = await this.recogniseIdentity.execute(identity, attempt);
    const admit = () => this.recallUser.execute({ userId, deviceSecret: visitor.deviceSecret });
    const result = await this.finishSignIn.execute({
      ...{ userId, admit, amr: [identity.kind], visitor, tenantSlug, rememberMe, transport: 'cookie', spend },
    });
    return { status: 'answered', result };
  }
}
