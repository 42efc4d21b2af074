import type { CodeMeanings } from './code-meaning.js'

/** Codes about the project, its phone numbers, access, lists and requests as such. */
export const lamlAccountCodes: CodeMeanings = {
  4000: {
    cause: 'The capabilities of the phone number are missing, or one of them does not exist.',
    advice: 'Name only voice, fax, sms and mms.',
  },
  4001: {
    cause: 'The balance of the Space does not cover the fee for this.',
    advice: 'Add funds in the SignalWire dashboard, then run it again.',
    type: 'DataError',
    retry: 'later',
  },
  10000: {
    cause:
      'A value is missing, blank or invalid, or the call, fax or message is no longer (or not yet) in a state to change.',
    advice: 'Correct the field that the message names, or look up the present status first.',
  },
  10001: {
    cause: 'This feature is not switched on for the Space.',
    advice: 'Ask SignalWire support to switch it on.',
    type: 'RuntimeError',
    retry: 'never',
  },
  10003: {
    cause: 'The list of permissions for an API token has an entry that does not exist.',
    advice: 'Correct the permissions.',
  },
  10004: {
    cause: 'The subproject does not belong to the project of the connection.',
    advice: 'Use a connection to the project that owns the subproject.',
    type: 'RuntimeError',
    retry: 'never',
  },
  20001: {
    cause: 'SignalWire met an error that it cannot explain.',
    advice: 'Try again later, and tell SignalWire support if it goes on.',
    retry: 'later',
  },
  20002: {
    cause: 'The friendly name is missing, or not 1 to 64 characters long.',
    advice: 'Give a name of 1 to 64 characters.',
  },
  20003: {
    cause: 'SignalWire did not accept the credentials, or they do not reach this feature.',
    advice:
      'Check the Project ID and the Auth Token of the connection, and that the token has the scope for this, such as Voice, Messaging or Numbers.',
    type: 'InvalidAccessTokenError',
    retry: 'never',
  },
  20010: {
    cause: 'This action is disabled for the account.',
    advice: 'Ask SignalWire support to enable it.',
    type: 'RuntimeError',
    retry: 'never',
  },
  20404: {
    cause: 'There is no such thing in this project.',
    advice: 'Check the SID, and that the connection is to the project that owns it.',
    type: 'DataError',
    retry: 'never',
  },
  20429: {
    cause: 'Too many requests were made in a short time.',
    advice: 'Try again later, and run it less often or on fewer items at a time.',
    type: 'RateLimitError',
    retry: 'later',
  },
  20504: {
    cause: 'SignalWire met an internal error.',
    advice: 'Try again later, and tell SignalWire support if it goes on.',
    retry: 'later',
  },
  21401: {
    cause: 'The phone number to buy is malformed.',
    advice: 'Write it in international form, such as +12025550100.',
  },
  21421: {
    cause: 'Neither an area code nor a phone number to buy is given.',
    advice: 'Give one of the two.',
  },
  21451: {
    cause: 'The area code is malformed.',
    advice: 'Give the digits of the area code only, such as 202.',
  },
  21481: {
    cause: 'The token for the next page of the list is invalid.',
    advice: 'Start again at the first page and follow the link to the next page unchanged.',
  },
  21628: {
    cause: 'The emergency address does not fit this phone number.',
    advice: 'Correct the address in the SignalWire dashboard.',
  },
  22109: {
    cause: 'There is no emergency address with this ID.',
    advice: 'Check the ID of the address.',
  },
  22121: {
    cause: 'The phone number was bought too recently to be given back.',
    advice: 'Wait 14 days from its purchase, or 30 on a trial, then release it.',
    type: 'DataError',
    retry: 'later',
  },
  31003: {
    cause: 'The request took so long that SignalWire gave up.',
    advice: 'Try again later.',
    retry: 'later',
  },
  54453: {
    cause: 'The token for this page of the list is missing or invalid, and pages cannot be jumped to.',
    advice: 'Start at the first page and follow the link to the next page unchanged.',
  },
  54454: {
    cause: 'The page size is invalid.',
    advice: 'Use a page size from 1 to 1000.',
  },
  90000: {
    cause: 'A value has the wrong format, or a parameter is unknown or does not fit the others.',
    advice: 'Correct the field that the message names.',
  },
}
