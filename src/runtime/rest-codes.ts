import type { CodeMeanings } from './code-meaning.js'

const input = 'Correct the field that the message names.'
const funds = 'Add funds in the SignalWire dashboard, then run it again.'
const plan = 'Ask SignalWire support, or change the plan of the Space.'
const slower = 'Try again later, and run it less often or on fewer items at a time.'

/**
 * Error codes in words, of SignalWire's newer REST APIs (source: the page "Error codes" of those APIs): the ones where the
 * code says more than the HTTP status, or than the message. Any other code in words is explained by its status.
 */
export const restCodes: CodeMeanings = Object.freeze({
  account_limit_exceeded: {
    cause: 'The account must be upgraded for this.',
    advice: plan,
    type: 'RuntimeError',
    retry: 'never',
  },
  already_assigned: {
    cause: 'It is assigned already.',
    advice: 'Nothing is left to do, unless it is to be assigned to something else.',
    type: 'DuplicateDataError',
    retry: 'never',
  },
  cannot_process: {
    cause: 'SignalWire cannot process this right now.',
    advice: 'Try again later.',
    retry: 'later',
  },
  does_not_exist: {
    cause: 'There is no such entry.',
    advice: 'Check the ID.',
    type: 'DataError',
    retry: 'never',
  },
  feature_not_available: {
    cause: 'The account does not have this feature.',
    advice: plan,
    type: 'RuntimeError',
    retry: 'never',
  },
  inactive_campaign: {
    cause: 'The From number does not belong to an active campaign, which messages to the USA need.',
    advice: 'Assign the number to an approved campaign in the SignalWire dashboard.',
    type: 'RuntimeError',
    retry: 'never',
  },
  incompatible_parameters: {
    cause: 'Two parameters exclude each other.',
    advice: 'Leave one of them out.',
  },
  insufficient_balance: {
    cause: 'The balance of the Space is too low.',
    advice: funds,
    type: 'DataError',
    retry: 'later',
  },
  insufficient_balance_to_send_message: {
    cause: 'The balance of the Space is too low to send the message.',
    advice: funds,
    type: 'DataError',
    retry: 'later',
  },
  internal_error_occurred: {
    cause: 'SignalWire met an internal error.',
    advice: 'Try again later, and tell SignalWire support if it goes on.',
    retry: 'later',
  },
  invalid_http_method: {
    cause: 'The method is neither GET nor POST.',
    advice: 'Choose GET or POST.',
  },
  invalid_parameter: {
    cause: 'A value is invalid.',
    advice: input,
  },
  invalid_resource_for_handler: {
    cause: 'What the phone number is to use does not fit its handler.',
    advice: 'Choose another handler, or something that fits this one.',
  },
  max_queued_calls_exceeded: {
    cause: 'Too many calls are waiting already.',
    advice: slower,
    type: 'RateLimitError',
    retry: 'later',
  },
  max_queued_messages_exceeded: {
    cause: 'Too many messages or calls of this number are waiting already.',
    advice: slower,
    type: 'RateLimitError',
    retry: 'later',
  },
  message_backlog_limit_exceeded: {
    cause: 'Too many messages of the project are waiting already.',
    advice: slower,
    type: 'RateLimitError',
    retry: 'later',
  },
  message_blocked_by_number: {
    cause: 'The recipient has blocked messages from this number.',
    advice: 'Do not send it again from this number.',
    type: 'DataError',
    retry: 'never',
  },
  missing_required_parameter: {
    cause: 'A required value is missing or empty.',
    advice: 'Fill in the field that the message names.',
  },
  must_belong_to_project: {
    cause: 'It belongs to another project.',
    advice: 'Use a connection to the project that owns it.',
    type: 'DataError',
    retry: 'never',
  },
  must_specify_related_parameter: {
    cause: 'A parameter is given without the one that it needs.',
    advice: 'Give both, or neither.',
  },
  not_allowed_on_subscription_plan: {
    cause: 'The plan of the Space does not include this.',
    advice: plan,
    type: 'RuntimeError',
    retry: 'never',
  },
  not_an_http_url: {
    cause: 'A URL is invalid.',
    advice: 'Give a complete URL that starts with https://.',
  },
  not_e164: {
    cause: 'A phone number is malformed.',
    advice: 'Write it in international form, such as +12025550100.',
  },
  not_purchased_or_verified: {
    cause: 'The phone number is neither bought nor verified in this project.',
    advice: 'Choose a phone number of this project.',
  },
  not_unique_within_project: {
    cause: 'The project has one with this value already.',
    advice: 'Use another value, or the one that exists.',
    type: 'DuplicateDataError',
    retry: 'never',
  },
  not_unique_within_space: {
    cause: 'The Space has one with this value already.',
    advice: 'Use another value, or the one that exists.',
    type: 'DuplicateDataError',
    retry: 'never',
  },
  number_blacklisted: {
    cause: 'The phone number is on a block list.',
    advice: 'Use another number.',
    type: 'DataError',
    retry: 'never',
  },
  page_token_is_invalid: {
    cause: 'The token for the next page of the list is invalid.',
    advice: 'Start again at the first page and follow the link to the next page unchanged.',
  },
  page_token_required: {
    cause: 'Pages of the list cannot be jumped to.',
    advice: 'Start at the first page and follow the link to the next page unchanged.',
  },
  provided_id_is_unrecognized: {
    cause: 'There is nothing with this ID in the project.',
    advice: 'Check the ID, and that the connection is to the project that owns it.',
    type: 'DataError',
    retry: 'never',
  },
  purchased_too_recently: {
    cause: 'The phone number was bought too recently to be given back.',
    advice: 'Wait 14 days from its purchase, or 30 on a trial, then release it.',
    type: 'DataError',
    retry: 'later',
  },
  rate_limit_exceeded: {
    cause: 'Too many requests were made in a short time.',
    advice: slower,
    type: 'RateLimitError',
    retry: 'later',
  },
  sending_disabled_for_space: {
    cause: 'The Space may not send messages.',
    advice: 'Ask SignalWire support to enable messaging.',
    type: 'RuntimeError',
    retry: 'never',
  },
})

/** The page that explains a documented code in words, at the code. */
export const restCodePage = (code: string): string => `https://signalwire.com/docs/apis/error-codes#${code}`
