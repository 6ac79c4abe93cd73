import type { Reply } from '../call.js';
import type { Words } from '../stand-in.js';

const TRACE = '255d1aef-8c98-452f-ac51-23d051240864';

/** Errors of Entra ID carry a code of their own. */
const aadsts = (error: string, code: number, text: string, status = 400): Reply => ({
  status,
  body: {
    error,
    error_description: `AADSTS${code}: ${text} Trace ID: ${TRACE} Correlation ID: ${TRACE} Timestamp: 2026-01-09 02:02:12Z`,
    error_codes: [code],
    timestamp: '2026-01-09 02:02:12Z',
    trace_id: TRACE,
    correlation_id: TRACE,
  },
});

const graphError = (status: number, code: string, message: string): Reply => ({
  status,
  body: {
    error: {
      code,
      message,
      innerError: { date: '2026-01-09T02:02:12', 'request-id': TRACE, 'client-request-id': TRACE },
    },
  },
});

export const MICROSOFT_WORDS: Words = {
  token: {
    request: aadsts(
      'invalid_request',
      900144,
      "The request body must contain the following parameter: 'grant_type'.",
    ),
    grant_type: aadsts('unsupported_grant_type', 70003, 'The app requested an unsupported grant type.'),
    code: aadsts('invalid_grant', 70000, 'The provided authorization code is invalid.'),
    redirect: aadsts(
      'invalid_grant',
      500112,
      'The reply address does not match the reply address provided when requesting the code.',
    ),
    verifier: aadsts(
      'invalid_grant',
      501481,
      'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    ),
    refresh_token: aadsts('invalid_grant', 9002313, 'Invalid request. Request is malformed or invalid.'),
    revoked: aadsts(
      'invalid_grant',
      65001,
      'The user or administrator has not consented to use the application.',
    ),
    expired: aadsts('invalid_grant', 700082, 'The refresh token has expired due to inactivity.'),
    password_changed: aadsts(
      'invalid_grant',
      50173,
      'The provided grant has expired due to it being revoked, a fresh auth token is needed.',
    ),
    account_disabled: aadsts('invalid_grant', 50057, 'The user account is disabled.'),
    interaction_required: aadsts(
      'interaction_required',
      50076,
      'Due to a configuration change made by your administrator you must use multi-factor authentication.',
    ),
    admin_consent: aadsts('invalid_grant', 90094, 'The grant requires admin permission.'),
    scope_missing: aadsts(
      'invalid_scope',
      70011,
      "The provided value for the input parameter 'scope' isn't valid.",
    ),
    client: aadsts('invalid_client', 7000215, 'Invalid client secret provided.', 401),
    rate_limited: { status: 429, body: { error: 'temporarily_unavailable' } },
  },
  api: {
    unauthenticated: graphError(401, 'InvalidAuthenticationToken', 'Access token is empty or invalid.'),
    revoked: graphError(
      401,
      'InvalidAuthenticationToken',
      'Continuous access evaluation resulted in challenge.',
    ),
    expired: graphError(
      401,
      'InvalidAuthenticationToken',
      'Lifetime validation failed, the token is expired.',
    ),
    scope_missing: graphError(
      403,
      'Authorization_RequestDenied',
      'Insufficient privileges to complete the operation.',
    ),
    rate_limited: graphError(429, 'TooManyRequests', 'Too many requests'),
    not_found: graphError(404, 'ResourceNotFound', 'Resource not found.'),
  },
  redirect: {
    denied: {
      error: 'access_denied',
      error_description: 'AADSTS65004: User declined to consent to access the app.',
    },
    admin_consent: {
      error: 'access_denied',
      error_description: 'AADSTS90094: An administrator has to consent.',
    },
    interaction_required: {
      error: 'interaction_required',
      error_description: 'AADSTS50076: Multi-factor authentication is required.',
    },
  },
};
