import { inMemory, inPostgres } from './identity-stores.js';
import { loginAttemptsContract } from './login-attempts.contract.js';

loginAttemptsContract('in memory', inMemory);
loginAttemptsContract('PostgreSQL', inPostgres());
