import { expect, it } from 'vitest';
import { Gate } from '../../test/support/gate.js';
import { together } from './together.js';

it('answers what each of them answered', async () => {
  expect(await together(Promise.resolve(1), Promise.resolve('two'))).toEqual([1, 'two']);
});

it('outlasts all of them, then fails as the first did', async () => {
  const gate = new Gate();
  let ended = false;
  const slow = gate.opened.then(() => (ended = true));
  const all = together(Promise.reject(new Error('first')), slow, Promise.reject(new Error('second')));
  gate.open();
  await expect(all).rejects.toThrow('first');
  expect(ended).toBe(true);
});
