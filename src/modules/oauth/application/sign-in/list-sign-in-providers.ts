import { Injectable } from '@nestjs/common';
import { SignInProviders } from '../../domain/sign-in/sign-in-provider.js';

/** What a login page offers. */
@Injectable()
export class ListSignInProviders {
  constructor(private readonly providers: SignInProviders) {}

  execute(): { id: string; name: string }[] {
    return this.providers.all.map(({ id, name }) => ({ id, name }));
  }
}
