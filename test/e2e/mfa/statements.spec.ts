import { beforeAll, describe, expect, it } from 'vitest';
import type { Node } from '../../support/node.js';
import { recordStatements, type Statements } from '../../support/statements.js';
import { browserOf, signUp, someone, startCluster } from '../journey.js';
import {
  challengeOf,
  codeOf,
  enrol,
  startOfTime,
  strongBrowserOf,
  verify,
  type Enrolled,
} from './mfa-journey.js';

const clock = startOfTime();
let service: Node;
let person: Enrolled;
let statements: Statements;

beforeAll(async () => {
  [service] = await startCluster({ clock });
  person = await enrol(service, clock);
  // The first time there is more to write down.
  await strongBrowserOf(service, clock, person);
  clock.advance({ seconds: 30 });
  statements = recordStatements(service);
});

const asked = async (work: () => Promise<unknown>) => {
  const [sent, roundTrips] = [statements.sent.length, statements.roundTrips];
  await work();
  return { sent: statements.sent.slice(sent), roundTrips: statements.roundTrips - roundTrips };
};

/** Fewer are welcome. More must be worth it: each costs processor time twice, and each wait a round trip. */
describe('what a request asks of the database', () => {
  it('a second factor: thirteen statements, nine of which are waited for', async () => {
    const { challengeId } = await challengeOf(service.client(), person);
    const answer = { method: 'totp', code: codeOf(person.secret, clock) };
    const { sent, roundTrips } = await asked(() => verify(service.client(), challengeId, answer));
    expect(sent.length, sent.join('\n')).toBeLessThanOrEqual(13);
    expect(roundTrips).toBeLessThanOrEqual(9);
  });

  it('a password: thirteen statements, eleven of which are waited for', async () => {
    const simple = await signUp(service, someone());
    await browserOf(service, simple);
    const { sent, roundTrips } = await asked(() => browserOf(service, simple));
    expect(sent.length, sent.join('\n')).toBeLessThanOrEqual(13);
    expect(roundTrips).toBeLessThanOrEqual(11);
  });

  it('step-up, with a cookie that is new to the node: eighteen statements, fourteen waited for', async () => {
    clock.advance({ seconds: 30 });
    const browser = await strongBrowserOf(service, clock, person);
    clock.advance({ seconds: 30 });
    const answer = { method: 'totp', code: codeOf(person.secret, clock) };
    const { sent, roundTrips } = await asked(() => browser.post('/api/v1/auth/step-up', answer));
    expect(sent.length, sent.join('\n')).toBeLessThanOrEqual(18);
    expect(roundTrips).toBeLessThanOrEqual(14);
  });
});
