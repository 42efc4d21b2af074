/**
 * The formats of values, each as one regular expression that the validator, the JSON Schema and the host's form all use.
 * All are valid with and without the `u` flag and are anchored, so that every target accepts and refuses the same texts.
 */

/** A phone number in E.164 format, such as +12025550100. */
export const phonePattern = '^\\+[1-9][0-9]{1,14}$'

/** A phone number, a short code, a `sip:` URI or a client name: anything without white space or control characters. */
export const addressPattern = '^[^\\s\\u0000-\\u001f\\u007f]{1,255}$'

/** A SignalWire SID. SignalWire's SIDs are UUIDs, unlike Twilio's (REST API overview, "SIDs"). */
export const sidPattern = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$'

/** An absolute http or https URL. User and password and a `#ot=` fragment are allowed: SignalWire understands both. */
export const urlPattern = '^[hH][tT][tT][pP][sS]?://[^\\s/?#][^\\s]*$'

/**
 * A path on the connection's own host. Whatever could read as another host is refused: a scheme, a leading `//` or `@`, their
 * percent-encoded forms, backslashes, white space and control characters.
 */
export const pathPattern = '^(?![a-zA-Z][a-zA-Z0-9+.-]*:|//|/?@|/?%(2[fF]|5[cC]|40))[^\\s\\u0000-\\u0020\\u007f\\\\]+$'

/** A plain decimal, not negative, with up to four decimals and no exponent. `.5` is accepted and sent as `0.5`. */
export const decimalPattern = '^([0-9]+(\\.[0-9]{0,4})?|\\.[0-9]{1,4})$'

/** A date in one of the forms that the runtime reads; whether such a day exists is checked when it is read. */
export const datePattern = [
  // 2026-01-05, 2026-01-05 09:30, 2026-01-05T09:30:15.250Z, 2026-01-05T09:30+01:00
  '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?([zZ]|[+-][0-9]{2}:?[0-9]{2})?)?$',
  // 01/05/2026, 01/05/2026 09:30, 01/05/2026 09:30:15
  '^[0-9]{2}/[0-9]{2}/[0-9]{4}( [0-9]{2}:[0-9]{2}(:[0-9]{2})?)?$',
  // Mon, 05 Jan 2026 09:30:15 +0000
  '^([A-Z][a-z]{2}, )?[0-9]{1,2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}(:[0-9]{2})? ([+-][0-9]{4}|GMT|UTC|UT)$',
].join('|')

/** The accepted date forms, as they are named in errors and help. */
export const dateForms =
  'an ISO 8601 date (2026-01-05T09:30:00Z), YYYY-MM-DD, YYYY-MM-DD HH:mm[:ss], MM/DD/YYYY[ HH:mm[:ss]] or RFC 2822 (Mon, 05 Jan 2026 09:30:00 +0000)'

/** What the key of a field or an output may look like. */
export const keyPattern = /^[a-z][A-Za-z0-9]*$/
