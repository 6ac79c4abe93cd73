import type { Account } from '../accounts.js';
import type { Reply } from '../call.js';
import type { StandIn } from '../stand-in.js';
import { escaped, page } from './html.js';

/** Where people pick an account and what they agree to. What they were sent with goes along. */
export function consentPage(
  { name }: StandIn,
  query: URLSearchParams,
  asked: readonly string[],
  accounts: readonly Account[],
): Reply {
  const sentAlong = [...query]
    .map(([key, value]) => `<input type="hidden" name="${escaped(key)}" value="${escaped(value)}">`)
    .join('');
  const people = accounts.map(
    ({ login, name: person, email }, index) =>
      `<label><input type="radio" name="account" value="${escaped(login)}"${index === 0 ? ' checked' : ''}>
       ${escaped(person)} (${escaped(email)})</label>`,
  );
  const scopes = asked.map(
    (scope) =>
      `<label><input type="checkbox" name="scopes" value="${escaped(scope)}" checked> ${escaped(scope)}</label>`,
  );
  return page(
    `${name}: allow access?`,
    `<div class="box"><h1>${escaped(name)}</h1>
     <p class="note">This is a stand-in on your own machine, not ${escaped(name)}.</p>
     <form method="get">${sentAlong}<input type="hidden" name="chosen" value="yes">
     <p><b>Who are you?</b></p>${people.join('')}
     <p><b>An application asks for</b></p>${scopes.join('') || '<p>what it was registered for.</p>'}
     <p><button>Allow</button> <button name="deny" value="yes">Deny</button></p></form></div>`,
  );
}

export const errorPage = (provider: string, problem: string): Reply =>
  page(
    `${provider}: error`,
    `<div class="box"><h1>${escaped(provider)}</h1><p class="bad">${escaped(problem)}</p></div>`,
    400,
  );
