/**
 * The pages that mailed links lead to, for installations whose frontend has none of its own. The secret stays in the
 * fragment until somebody presses the button: opening a page, as link scanners do, spends nothing.
 */
export const LINK_PAGE_SCRIPT = `
const forms = [...document.querySelectorAll('form')];
const outcome = document.querySelector('[role=status]');
const token = new URLSearchParams(location.hash.slice(1)).get('token');
if (!token) say('This link is incomplete. Open it again from the mail.');

for (const form of forms) form.addEventListener('submit', async (event) => {
  event.preventDefault();
  form.querySelector('button').disabled = true;
  const fields = Object.fromEntries(new FormData(form));
  try {
    const response = await fetch(form.dataset.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ [form.dataset.token]: token, ...fields }),
    });
    if (response.ok) return finish(form);
    const problem = await response.json();
    say((problem.errors ?? []).map(({ message }) => message).join(' ') || problem.detail);
  } catch {
    say('The service cannot be reached. Try again in a moment.');
  }
  form.querySelector('button').disabled = false;
});

function finish(form) {
  history.replaceState(null, '', location.pathname);
  for (const each of forms) each.hidden = true;
  say(form.dataset.done);
}

function say(text) {
  outcome.textContent = text;
}
`;

interface LinkForm {
  readonly endpoint: string;
  readonly fields: string;
  readonly button: string;
  readonly done: string;
  /** By what name the endpoint takes the token. */
  readonly token?: string;
}

interface LinkPage extends LinkForm {
  readonly title: string;
  /** For who cannot use the first one yet. */
  readonly otherwise?: LinkForm;
}

export const VERIFY_EMAIL_PAGE: LinkPage = {
  title: 'Confirm your e-mail address',
  endpoint: '/api/v1/auth/email/verify',
  fields: '',
  button: 'Yes, this address is mine',
  done: 'Thank you: the address is confirmed. You can sign in now.',
};

export const RESET_PASSWORD_PAGE: LinkPage = {
  title: 'Set a new password',
  endpoint: '/api/v1/auth/password/reset',
  fields: `<label>New password
<input name="password" type="password" autocomplete="new-password" required autofocus></label>`,
  button: 'Set the password',
  done: 'The password is set and you were signed out everywhere. You can sign in with it now.',
};

export const MFA_RECOVERY_PAGE: LinkPage = {
  title: 'Remove your devices',
  endpoint: '/api/v1/auth/mfa/recovery/confirm',
  fields: '',
  button: 'Yes, I have lost all of them',
  done: 'The waiting period has begun. A mail says how long it is, and how to stop it.',
};

export const MFA_RECOVERY_CANCEL_PAGE: LinkPage = {
  title: 'Keep your devices',
  endpoint: '/api/v1/auth/mfa/recovery/cancel',
  fields: '',
  button: 'Stop: nothing is to be removed',
  done: 'Your devices stay as they are. Change your password: whoever asked for this knows it.',
};

export const CONFIRM_IDENTITY_PAGE: LinkPage = {
  title: 'Is it you?',
  endpoint: '/api/v1/auth/oauth/link/confirm',
  fields: '<p>Somebody wants to sign in to your account with another provider. Agree only if it was you.</p>',
  button: 'Yes, it was me',
  done: 'Thank you. Sign in with the provider again, and you are in.',
};

export const ACCEPT_INVITATION_PAGE: LinkPage = {
  title: 'You are invited',
  endpoint: '/api/v1/invitations/accept',
  fields: '<p>Are you signed in with the address that the mail was sent to?</p>',
  button: 'Join',
  done: 'Welcome. Switch to your new team, or sign in again, to work there.',
  otherwise: {
    endpoint: '/api/v1/auth/register',
    token: 'invitationToken',
    fields: `<p>Or have you no account yet? Sign up with that address.</p>
<label>Name <input name="name" autocomplete="name" required></label>
<label>E-mail address <input name="email" type="email" autocomplete="email" required></label>
<label>Password <input name="password" type="password" autocomplete="new-password" required></label>`,
    button: 'Sign up and join',
    done: 'A mail is on its way. Confirm your address with the link in it, and you are in.',
  },
};

export const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:28rem;margin:15vh auto;padding:0 1rem;color:#1f2937}
input,button{font:inherit;padding:.6rem .8rem;border-radius:.4rem;border:1px solid #9ca3af;box-sizing:border-box;width:100%}
label{display:block;margin-bottom:1rem}button{background:#1d4ed8;border-color:#1d4ed8;color:#fff;cursor:pointer}
button:disabled{opacity:.5}`;

export function renderLinkPage({ title, otherwise, ...form }: LinkPage): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${STYLE}</style>
<h1>${title}</h1>
${[form, ...(otherwise ? [otherwise] : [])].map(renderForm).join('\n')}
<p role="status"></p>
<script type="module" src="/link-page.js"></script>
</html>
`;
}

const renderForm = ({ endpoint, fields, button, done, token = 'token' }: LinkForm): string =>
  `<form data-endpoint="${endpoint}" data-token="${token}" data-done="${done}">
${fields}
<button>${button}</button>
</form>`;
