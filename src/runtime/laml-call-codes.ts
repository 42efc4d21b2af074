import type { CodeMeanings } from './code-meaning.js'

/** Codes about creating and changing calls, conferences and queues. */
export const lamlCallCodes: CodeMeanings = {
  11100: {
    cause: 'The URL for the member of the queue is invalid.',
    advice: 'Give a complete URL that starts with https://.',
  },
  13221: {
    cause: 'The HTTP method is neither GET nor POST.',
    advice: 'Choose GET or POST.',
  },
  13222: {
    cause: 'The digits to send have a character that a phone cannot dial.',
    advice: 'Use only 0 to 9, A to D, *, #, and w or W for a pause.',
  },
  13621: {
    cause: 'There is no recording event of this name.',
    advice: 'Choose in-progress, completed or absent as Recording Status Callback Event.',
  },
  13699: {
    cause: 'The Trim value of the recording is invalid.',
    advice: 'Choose one of the options of Trim.',
  },
  16002: {
    cause: 'A setting of the conference is missing or invalid, or the person to coach is not in it.',
    advice: 'Check the settings and participants of the conference.',
  },
  20009: {
    cause: 'The call, fax, message or media is still in progress and cannot be deleted yet.',
    advice: 'Wait until it is finished, then delete it.',
    type: 'DataError',
    retry: 'later',
  },
  21201: {
    cause: 'The number to call is missing.',
    advice: 'Fill in To.',
  },
  21205: {
    cause: 'It is not said what the call is to do.',
    advice: 'Give a Call URL or an Application SID.',
  },
  21208: {
    cause: 'The Timeout is not a whole number of seconds in the accepted range.',
    advice: 'Give a Timeout from 1 to 600.',
  },
  21209: {
    cause: 'The method is neither GET nor POST, or the mode does not fit the phone number.',
    advice: 'Choose GET or POST, and a mode that the phone number can do.',
  },
  21210: {
    cause: 'The From number is neither bought nor verified in this project, or only verified where it must be bought.',
    advice: 'Choose a phone number of this project as From; messages need a bought one.',
  },
  21211: {
    cause: 'The To number is missing or malformed.',
    advice: 'Write To in international form, such as +12025550100.',
  },
  21212: {
    cause: 'The From number is malformed.',
    advice: 'Write From in international form, such as +12025550100.',
  },
  21213: {
    cause: 'The number to call from is missing.',
    advice: 'Fill in From.',
  },
  21217: {
    cause: 'The To number does not look like a phone number in use.',
    advice: 'Check every digit of To, the country code included.',
  },
  21218: {
    cause: 'There is no application with this SID.',
    advice: 'Choose an Application SID of this project.',
  },
  21219: {
    cause: 'The account may not reach this number: on a trial it must be a verified caller ID.',
    advice: 'Verify the number in the SignalWire dashboard, or leave the trial.',
  },
  21220: {
    cause: 'The call or conference is not in the state that this change needs.',
    advice: 'Look up its status first: most changes need one that is in progress.',
  },
  21234: {
    cause: 'A setting of the machine detection is invalid.',
    advice: 'Check the Machine Detection fields against the ranges in their help.',
  },
  21262: {
    cause: 'Asynchronous machine detection needs a URL to report to.',
    advice: 'Fill in Machine Detection Status Callback.',
  },
  21402: {
    cause: 'A URL is invalid or incomplete.',
    advice: 'Give a complete URL that starts with https://.',
  },
  21408: {
    cause: 'The URL to call back is missing.',
    advice: 'Fill in the callback URL.',
  },
  21420: {
    cause: 'There is no application with the SID that the phone number is to use.',
    advice: 'Choose an application of this project.',
  },
  21456: {
    cause: 'The URL to call back is invalid.',
    advice: 'Give a complete URL that starts with https://.',
  },
  21475: {
    cause: 'The conference cannot be set to this status.',
    advice: 'Use the status completed, which ends it.',
  },
  21626: {
    cause: 'There is no callback event of this name.',
    advice: 'Choose from the options of Status Callback Event.',
  },
  31922: {
    cause: 'The address of the audio stream is invalid.',
    advice: 'Give an address that starts with wss:// and has no spaces.',
  },
  32009: {
    cause: 'No phone or device is registered under the SIP address that was dialled.',
    advice: 'Check the SIP address, and that its device is online.',
  },
  53404: {
    cause: 'A codec is unknown or not supported.',
    advice: 'Use the codecs that SignalWire lists, or leave them out.',
  },
}
