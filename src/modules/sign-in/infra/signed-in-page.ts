import { STYLE } from './link-pages.js';

/**
 * Where a sign-in with a provider ends when the caller named no other place. Nothing of the address is written into the
 * page: its script shows what it knows as text.
 */
export const SIGNED_IN_SCRIPT = `
const outcome = document.querySelector('[role=status]');
const form = document.querySelector('form');
const query = new URLSearchParams(location.search);
const [error, challengeId, status] = ['error', 'challenge', 'status'].map((name) => query.get(name));
history.replaceState(null, '', location.pathname);
const known = {
  'oauth.link-confirmation-sent': 'A mail was sent to your address. Follow its link, then sign in again.',
  'oauth.sign-in-cancelled': 'You did not sign in.',
};
if (error && Object.hasOwn(known, error)) say(known[error]);
else if (error) say('That did not work (' + error.slice(0, 80) + ').');
else if (!challengeId) say('You are signed in.');
else if (status === 'mfa_required') form.hidden = false;
else say('A second factor is needed here, and you have none yet. Add one in the application that sent you.');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { code, method } = Object.fromEntries(new FormData(form));
  try {
    const response = await fetch('/api/v1/auth/mfa/verify', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ challengeId, method, code }),
    });
    form.hidden = response.ok;
    say(response.ok ? 'You are signed in.' : (await response.json()).detail);
  } catch {
    say('The service cannot be reached. Try again in a moment.');
  }
});

function say(text) {
  outcome.textContent = text;
}
`;

export const SIGNED_IN_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>Signing in</title>
<style>${STYLE}</style>
<h1>Signing in</h1>
<form hidden>
<label>Code <input name="code" autocomplete="one-time-code" required></label>
<label><select name="method"><option value="totp">of an authenticator app<option value="backup_code">a backup code</select></label>
<button>Go on</button>
</form>
<p role="status"></p>
<script type="module" src="/signed-in.js"></script>
</html>
`;
