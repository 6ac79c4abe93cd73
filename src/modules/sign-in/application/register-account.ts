import { Injectable } from '@nestjs/common';
import { RegisterUser, SHARED_DIRECTORY_ID, type RegisterUserCommand } from '../../identity/index.js';

export interface RegisterAccountCommand extends Pick<
  RegisterUserCommand,
  'email' | 'password' | 'name' | 'locale'
> {
  /** A tenant of this name is created once the address is verified. */
  readonly tenantName?: string;
}

@Injectable()
export class RegisterAccount {
  constructor(private readonly registerUser: RegisterUser) {}

  async execute({ tenantName, ...person }: RegisterAccountCommand): Promise<void> {
    const continuation = tenantName ? { tenantName } : {};
    await this.registerUser.execute({ ...person, directoryId: SHARED_DIRECTORY_ID, continuation });
  }
}
