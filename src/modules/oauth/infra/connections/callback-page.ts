import type { DomainError } from '../../../../kernel/domain-error.js';
import type { Finished } from '../../application/connections/finish-authorization.js';

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:28rem;margin:15vh auto;padding:0 1rem;color:#1f2937}';

/** For who came without an address to go back to. Nothing that a provider wrote stands in it. */
export function renderCallbackPage({ outcome }: Finished): string {
  return 'connectionId' in outcome
    ? page('Connected', 'You can close this window.')
    : page(
        'Not connected',
        `${outcome.error.publicMessage} Reason: ${String(outcome.error.extensions?.reason)}.`,
      );
}

/** For a person of whom nobody knows where they come from. */
export const renderRefusedPage = (error: DomainError): string => page('Not connected', error.publicMessage);

const page = (title: string, text: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
<h1>${title}</h1>
<p role="status">${text}</p>
</html>
`;
