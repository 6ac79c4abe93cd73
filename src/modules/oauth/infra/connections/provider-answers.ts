import type { OutgoingAnswer } from '../../../../platform/outgoing/outgoing-http.js';
import { isObject } from '../../domain/providers/json.js';
import type { JsonObject, ProviderAnswer } from '../../domain/providers/provider.js';

const MOST_RETRY_AFTER_SECONDS = 24 * 60 * 60;

/** JSON, or the form that some providers answer with; what is neither has no body. */
export const answerIn = ({ status, headers, body }: OutgoingAnswer): ProviderAnswer => ({
  status,
  body: read(body, headers['content-type'] ?? ''),
});

function read(text: string, type: string): JsonObject | null {
  if (type.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text));
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : null;
  } catch {
    return null;
  }
}

/** Providers in use write seconds, not dates. */
export function retryAfterIn({ headers }: OutgoingAnswer): number | null {
  const { 'retry-after': header } = headers;
  return header !== undefined && /^\d{1,7}$/.test(header)
    ? Math.min(Number(header), MOST_RETRY_AFTER_SECONDS)
    : null;
}
