import type { CodeMeanings } from './code-meaning.js'

/** Codes about sending, delivering and redacting messages. */
export const lamlMessageCodes: CodeMeanings = {
  11751: {
    cause: 'The media of the message are too large together.',
    advice: 'Send fewer or smaller files.',
  },
  21601: {
    cause: 'The phone number cannot do this: it lacks SMS, MMS, voice or fax.',
    advice: 'Choose a phone number whose capabilities include it.',
  },
  21602: {
    cause: 'The message has neither text nor media.',
    advice: 'Fill in Body or Media URL.',
  },
  21603: {
    cause: 'The To or the From number is missing or malformed.',
    advice: 'Write both in international form, such as +12025550100.',
  },
  21604: {
    cause: 'The number to send to is missing.',
    advice: 'Fill in To.',
  },
  21606: {
    cause: 'The To number is not a mobile number.',
    advice: 'Send to a mobile number.',
    type: 'DataError',
    retry: 'never',
  },
  21610: {
    cause: 'The recipient has blocked messages from this number, for instance by answering STOP.',
    advice: 'Do not send it again: the recipient must answer START to this number first.',
    type: 'DataError',
    retry: 'never',
  },
  21611: {
    cause: 'Too many calls, messages or faxes of the From number are waiting already.',
    advice: 'Wait until the queue is shorter, and send more slowly or from several numbers.',
    type: 'RateLimitError',
    retry: 'later',
  },
  21612: {
    cause: 'This type of media cannot be sent.',
    advice: 'Send a type that SignalWire lists, such as JPEG, PNG or GIF.',
  },
  21614: {
    cause: 'The To number is not a valid mobile number.',
    advice: 'Check every digit of To, the country code included.',
    type: 'DataError',
    retry: 'never',
  },
  21617: {
    cause: 'The text of the message is too long.',
    advice: 'Shorten Body to at most 1600 characters.',
  },
  21620: {
    cause: 'A Media URL is invalid.',
    advice: 'Give complete URLs that start with https://.',
  },
  21623: {
    cause: 'The message has too many media files.',
    advice: 'Send at most 8 in one message.',
  },
  21624: {
    cause: 'The Validity Period is invalid.',
    advice: 'Give a Validity Period from 1 to 172800 seconds.',
  },
  21701: {
    cause: 'There is no such number group in this project.',
    advice: 'Choose a number group of this project as Message Service SID.',
  },
  21703: {
    cause: 'No phone number of the number group can do this.',
    advice: 'Add a phone number with the needed capability to the group.',
  },
  21705: {
    cause: 'It is not said from which number to send.',
    advice: 'Fill in From or Message Service SID.',
  },
  21717: {
    cause: 'The From number does not belong to an active campaign, which messages to the USA need.',
    advice: 'Assign the number to an approved campaign in the SignalWire dashboard.',
    type: 'RuntimeError',
    retry: 'never',
  },
  30001: {
    cause: 'The message waited longer than its Validity Period and was not sent.',
    advice: 'Send it again with a longer Validity Period, if it still matters.',
    type: 'DataError',
    retry: 'later',
  },
  30002: {
    cause: 'The balance of the Space is too low.',
    advice: 'Add funds in the SignalWire dashboard, then run it again.',
    type: 'DataError',
    retry: 'later',
  },
  30003: {
    cause: 'The phone of the recipient is off or out of reach.',
    advice: 'Try again later.',
    type: 'DataError',
    retry: 'later',
  },
  30004: {
    cause: "The recipient's carrier blocked the message.",
    advice: 'Make sure that the recipient agreed to get messages, and ask SignalWire support if so.',
    type: 'DataError',
    retry: 'never',
  },
  30005: {
    cause: "The recipient's carrier does not know the number.",
    advice: 'Check the number, which may no longer be in use.',
    type: 'DataError',
    retry: 'never',
  },
  30006: {
    cause: 'No way to deliver the message to this number was found; it may be a landline.',
    advice: 'Check that it is a mobile number, and that the Space may send to its country.',
    type: 'DataError',
    retry: 'never',
  },
  30007: {
    cause: 'The message was filtered as spam or forbidden content.',
    advice: 'Change the text, and check that the From number is registered for this kind of message.',
    type: 'DataError',
    retry: 'never',
  },
  30008: {
    cause: 'The message was not delivered, and the carrier gave no reason.',
    advice: 'Try again later, and tell SignalWire support if it goes on.',
    type: 'DataError',
    retry: 'later',
  },
  30009: {
    cause: 'The carrier could not deliver the message in time.',
    advice: 'Try again when the recipient is likely to be reachable.',
    type: 'DataError',
    retry: 'later',
  },
  30010: {
    cause: 'The call or message costs more than the Max Price that was set.',
    advice: 'Raise Max Price, or leave it empty.',
    type: 'DataError',
    retry: 'never',
  },
  30022: {
    cause: 'Messages to the USA were sent faster than the campaign of the number allows.',
    advice: 'Try again later, and send more slowly.',
    type: 'RateLimitError',
    retry: 'later',
  },
  30027: {
    cause: 'The campaign has used up its messages of this day to T-Mobile.',
    advice: 'Try again tomorrow.',
    type: 'RateLimitError',
    retry: 'later',
  },
  35125: {
    cause: 'The campaign has used up its messages of this day.',
    advice: 'Try again tomorrow.',
    type: 'RateLimitError',
    retry: 'later',
  },
  50509: {
    cause: 'The text of a sent message can only be cleared, not changed.',
    advice: 'Send an empty Body.',
  },
  53603: {
    cause: 'The media could not be processed, or their URL redirects.',
    advice: 'Give a URL that returns the file itself.',
  },
  63011: {
    cause: 'The message could not be handed to the carrier.',
    advice: 'Try again later, and tell SignalWire support if it goes on.',
    type: 'DataError',
    retry: 'later',
  },
  63019: {
    cause: 'The media could not be downloaded.',
    advice: 'Check that each Media URL opens without a login.',
  },
}
