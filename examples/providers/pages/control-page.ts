import type { Account } from '../accounts.js';
import type { Reply } from '../call.js';
import type { PlayedProvider } from '../played-provider.js';
import { ENDPOINTS, FAILURES, type Endpoint } from '../switchboard.js';
import { escaped, page } from './html.js';

const hidden = (name: string, value: string): string =>
  `<input type="hidden" name="${name}" value="${escaped(value)}">`;

const button = (provider: string, action: string, label: string): string =>
  `<form method="post" action="/control/${action}">${hidden('provider', provider)}<button>${label}</button></form>`;

const options = (values: readonly string[]): string =>
  values.map((one) => `<option>${one}</option>`).join('');

const switches = (id: string): string =>
  `<form method="post" action="/control/fail">${hidden('provider', id)}
   <select name="endpoint" aria-label="Endpoint of ${escaped(id)}">${options(ENDPOINTS)}</select>
   <select name="failure" aria-label="Failure of ${escaped(id)}">${options(['none', ...FAILURES])}</select>
   <input name="times" type="number" min="1" placeholder="always" size="6" aria-label="For how many calls">
   <button>Set</button></form>`;

function row(provider: PlayedProvider): string {
  const { id, name } = provider.standIn;
  const calls = (one: Endpoint): string => (provider.count(one) > 0 ? `${one} ${provider.count(one)}` : '');
  const failing = (one: Endpoint): string => {
    const failure = provider.failureOf(one);
    return failure === null ? '' : `<span class="bad">${one}: ${failure}</span>`;
  };
  return `<tr><th scope="row">${escaped(name)}</th><td>${provider.liveGrants()}</td>
    <td>${ENDPOINTS.map(calls).filter(Boolean).join(', ') || '–'}</td>
    <td>${ENDPOINTS.map(failing).filter(Boolean).join('<br>') || 'none'}</td>
    <td>${switches(id)}</td>
    <td>${button(id, 'expire', 'Expire access tokens')} ${button(id, 'withdraw', 'Withdraw consent')}
    ${button(id, 'clear', 'Clear')}</td></tr>`;
}

/** Where failures are switched on and off. */
export const controlPage = (providers: readonly PlayedProvider[], accounts: readonly Account[]): Reply =>
  page(
    'Stand-ins for the providers',
    `<h1>Stand-ins for the providers</h1>
     <p>Each plays a provider on this machine. Switch a failure on, use the connection, and see what becomes of it.
     People here: ${accounts.map(({ name, email }) => `${escaped(name)} (${escaped(email)})`).join(', ')}.</p>
     <table><thead><tr><th>Provider</th><th>Live grants</th><th>Calls</th><th>Failing</th><th>Fail</th><th>Break</th></tr>
     </thead><tbody>${providers.map(row).join('')}</tbody></table>
     <p>The same as JSON: <a href="/control/state">/control/state</a>.</p>`,
  );
