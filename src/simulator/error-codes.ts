/**
 * Every error and warning code that SignalWire's Compatibility API documents, with a message in our own words. Source: the
 * API's error code page. The page gives no HTTP status; the status here is the one the OpenAPI file offers for the
 * operations that can raise the code (400 where nothing else fits).
 */

const STATUSES: Readonly<Record<number, number>> = {
  20001: 500,
  20003: 401,
  20009: 422,
  20404: 404,
  20422: 422,
  20429: 429,
  20504: 500,
  21220: 422,
  21475: 422,
  21611: 429,
  22121: 422,
  31003: 503,
  50509: 422,
}

const MESSAGES: Readonly<Record<number, string>> = {
  4000: 'The phone number capabilities are missing or invalid.',
  4001: 'The balance does not cover the fee for this operation.',
  10000: 'An argument is missing, blank or invalid.',
  10001: 'This operation is not enabled on the Space.',
  10003: 'The API token permissions contain an invalid selection.',
  10004: 'The subproject does not belong to the authenticated project.',
  11100: 'The URL for the queue member is invalid.',
  11200: 'The webhook request timed out.',
  11210: 'The host name of the webhook URL could not be resolved.',
  11215: 'The webhook URL redirected too many times.',
  11217: 'The webhook was answered with a 4xx or 5xx status.',
  11220: 'The TLS handshake with the webhook host failed.',
  11251: 'The webhook host violated the HTTP protocol.',
  11300: 'The webhook host uses an unsupported HTTP version.',
  11750: 'The webhook reply is too large.',
  11751: 'The media of the message are too large in total.',
  12100: 'The LaML document could not be parsed.',
  12300: 'The content type of the URL is invalid.',
  13000: 'A Conference may not be mixed with Number or be used twice in Dial.',
  13215: 'Dial or Refer contains an invalid nested element.',
  13221: 'The HTTP method must be GET or POST.',
  13222: 'The digits to send contain an invalid character.',
  13223: 'The phone number in Dial is missing or not in E.164 format.',
  13238: 'The waiting or hold document contains a verb that is not allowed there.',
  13243: 'The SIP URI is malformed.',
  13254: 'The SIP URI in Dial is missing, not public or does not resolve.',
  13420: 'The URL in Play does not return audio.',
  13621: 'The recording callback event is not valid.',
  13699: 'The trim value of the recording is invalid.',
  13750: 'The verb is not supported.',
  13801: 'Refer was used on a call leg that is not SIP.',
  14204: 'The queue name is missing or too short.',
  16002: 'The conference attributes are missing or invalid.',
  20001: 'An unknown error occurred.',
  20002: 'The friendly name is missing or not 1 to 64 characters long.',
  20003: 'Authentication failed.',
  20009: 'The resource cannot be deleted while it is in progress.',
  20010: 'This action is disabled for the account.',
  20404: 'The resource was not found.',
  20422: 'The document or a parameter in it is invalid.',
  20429: 'Too many requests.',
  20504: 'An internal error occurred.',
  21201: "The 'To' number of the call is missing.",
  21205: 'A call needs a Url or an ApplicationSid.',
  21208: 'The Timeout is not a positive whole number in range.',
  21209: 'The Method must be GET or POST, and the mode must suit the number.',
  21210: "The 'From' number is neither purchased nor verified in this project.",
  21211: "The 'To' number is missing or malformed.",
  21212: "The 'From' number is malformed; a call to a phone number needs an E.164 number.",
  21213: "The 'From' number of the call is missing.",
  21217: "The 'To' phone number does not appear to be valid.",
  21218: 'The ApplicationSid is invalid or does not exist.',
  21219: 'The account does not allow this destination; on a trial it must be a verified caller ID.',
  21220: 'The call is not in the state that this change needs.',
  21234: 'The machine detection parameters are invalid.',
  21262: 'The machine detection callback URL is missing.',
  21401: 'The phone number to purchase is malformed.',
  21402: 'The URL is not valid or not absolute.',
  21408: 'The callback URL is not set.',
  21420: 'The VoiceApplicationSid or SmsApplicationSid does not exist.',
  21421: 'A purchase needs an area code or a number.',
  21451: 'The area code is malformed.',
  21455: 'The URL in Play is not valid.',
  21456: 'The callback URL is not valid.',
  21475: 'The conference cannot be set to this status.',
  21481: 'The page token is invalid.',
  21601: 'The phone number lacks the capability that this needs.',
  21602: 'A message needs a Body or a MediaUrl.',
  21603: "The 'To' or 'From' number is missing or malformed.",
  21604: "The 'To' number of the message is missing.",
  21606: "The 'To' number is not a mobile number.",
  21610: 'The recipient has blocked messages from this number.',
  21611: "The queue of the 'From' number is full.",
  21612: 'The media type is not supported.',
  21614: "The 'To' number is not a valid mobile number.",
  21617: 'The message body is too long.',
  21620: 'A media URL is invalid; it must be HTTP or HTTPS.',
  21623: 'There are too many media files.',
  21624: 'The validity period is invalid.',
  21626: 'The callback event is not valid.',
  21628: 'The emergency address is invalid for this number.',
  21701: 'The number group is not recognised.',
  21703: 'No number of the number group can do this.',
  21705: "A message needs a 'From' number or a number group.",
  21717: "The 'From' number does not belong to an active campaign.",
  22109: 'The emergency address id is not valid.',
  22121: 'The number was purchased too recently to be released.',
  30001: 'The validity period of the message ran out.',
  30002: 'The account balance is insufficient.',
  30003: 'The destination handset is unreachable.',
  30004: 'The destination carrier blocked the message.',
  30005: 'The destination handset is unknown.',
  30006: 'The message could not be routed to the destination.',
  30007: 'The message was filtered as a carrier violation.',
  30008: 'The message failed with an unknown error upstream.',
  30009: 'The validity period of the message ran out at the carrier.',
  30010: 'The maximum price was exceeded.',
  30022: 'The 10DLC rate limit was exceeded.',
  30027: 'The daily 10DLC limit of the carrier was reached.',
  31003: 'The connection timed out.',
  31922: 'The websocket URL of the stream is invalid.',
  32009: 'The SIP domain is not a registered endpoint.',
  32110: 'The SIP URI is invalid.',
  35125: 'The daily message cap of the campaign was reached.',
  50509: 'A message can only be redacted with an empty body.',
  53404: 'The codecs are unsupported or invalid.',
  53603: 'The media URL redirected too often or could not be processed.',
  54453: 'A PageToken is required for a Page above 0.',
  54454: 'The page size is invalid.',
  63011: 'The message could not be delivered to the carrier.',
  63019: 'The media could not be downloaded.',
  90000: 'The format of an argument is invalid or unsupported.',
}

/** One documented code. */
export interface ErrorCode {
  readonly code: number
  /** The HTTP status that the simulator answers it with. */
  readonly status: number
  readonly message: string
}

/** Every documented code, ascending. */
export const errorCodes: readonly ErrorCode[] = Object.entries(MESSAGES).map(([key, message]) => {
  const code = Number(key)
  return { code, status: STATUSES[code] ?? 400, message }
})

const byCode = new Map(errorCodes.map((entry) => [entry.code, entry]))

/** Looks a code up; undefined where SignalWire documents no such code. */
export function findErrorCode(code: number): ErrorCode | undefined {
  return byCode.get(code)
}

/** The link that error bodies carry as `more_info`. */
export const MORE_INFO = 'https://signalwire.com/docs/compatibility-api/rest/error-codes'
