import type { ErrorType, RetryAdvice } from '../core/errors.js'
import type { CodeMeaning } from './code-meaning.js'

/** What an HTTP status means where SignalWire says nothing more. */
export type StatusMeaning = Required<CodeMeaning>

const meaning = (type: ErrorType, retry: RetryAdvice, cause: string, advice: string): StatusMeaning =>
  Object.freeze({ type, retry, cause, advice })

const refused = meaning(
  'DataError',
  'never',
  'SignalWire refused the values.',
  'Check the fields of the module: required ones must be filled in, and phone numbers, URLs and SIDs complete.',
)
const missing = meaning(
  'DataError',
  'never',
  'There is no such thing in this project.',
  'Check the SID, and that the connection is to the project that owns it.',
)
const timeout = meaning('ModuleTimeoutError', 'later', 'SignalWire gave up waiting.', 'Try again later.')

const byStatus = new Map<number, StatusMeaning>([
  [400, refused],
  [
    401,
    meaning(
      'InvalidAccessTokenError',
      'never',
      'SignalWire did not accept the credentials.',
      'Check the Project ID and the Auth Token of the connection; if both are right, the token may lack the scope for this, such as Voice, Messaging or Numbers.',
    ),
  ],
  [
    402,
    meaning(
      'DataError',
      'later',
      'The balance of the Space is too low.',
      'Add funds in the SignalWire dashboard, then run it again.',
    ),
  ],
  [
    // Not InvalidAccessTokenError, which stops the whole scenario: the token is good, only not for this one resource.
    403,
    meaning(
      'RuntimeError',
      'never',
      'The token of the connection may not do this.',
      'Give the token the scope for this in the SignalWire dashboard, or use a connection that has it.',
    ),
  ],
  [404, missing],
  [408, timeout],
  [
    409,
    meaning(
      'DuplicateDataError',
      'never',
      'It exists already, or was changed by something else meanwhile.',
      'Look up what is there, and use that or other values.',
    ),
  ],
  [410, missing],
  [413, meaning('DataError', 'never', 'The request is too large.', 'Send less at a time.')],
  [422, refused],
  [
    429,
    meaning(
      'RateLimitError',
      'later',
      'Too many requests were made in a short time.',
      'Try again later, and run it less often or on fewer items at a time.',
    ),
  ],
])

const redirected = meaning(
  'RuntimeError',
  'never',
  'SignalWire answered with a redirect, and credentials are never sent along one.',
  'Check the Space Name of the connection and, for an API call of your own, its URL.',
)
const serverFailed = meaning(
  'ConnectionError',
  'later',
  'SignalWire met an internal error.',
  'Try again later, and tell SignalWire support if it goes on.',
)
const clientFailed = meaning(
  'RuntimeError',
  'never',
  'SignalWire refused the request.',
  'Check the module and its fields.',
)
const unexpected = meaning(
  'RuntimeError',
  'never',
  'SignalWire answered in a way that this connector does not know.',
  'Check the Space Name of the connection.',
)

const redirects: readonly number[] = [301, 302, 303, 307, 308]

/** Whether the status sends the client elsewhere. */
export const isRedirect = (status: number): boolean => redirects.includes(status)

/** Whether a request that is safe to repeat may succeed when repeated: 429 and every 5xx. */
export const isRetryableStatus = (status: number): boolean => status === 429 || (status >= 500 && status <= 599)

/** What any status of a failed reply means, also one that no specification knows. */
export function statusMeaning(status: number): StatusMeaning {
  const known = byStatus.get(status)
  if (known) return known
  if (isRedirect(status)) return redirected
  if (status >= 500 && status <= 599) return serverFailed
  return status >= 400 && status <= 499 ? clientFailed : unexpected
}
