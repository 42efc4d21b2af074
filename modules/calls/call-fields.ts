import {
  address,
  boolean,
  choice,
  integer,
  multiSelect,
  secret,
  select,
  sid,
  text,
  url,
} from '../../src/core/fields.js'
import { form } from '../../src/core/wire.js'
import { applications, hooks, voiceNumbers } from '../sources/sources.js'
import { httpMethods } from './http-methods.js'

/** What Create a Call takes, in the documentation's order; Update a Call takes the same, all of it optional. */
export const callFields = {
  callIdentifier: choice({
    label: 'Call Identifier',
    help: 'Select what handles the call: a LaML application, or the LaML document at a URL.',
    required: true,
    options: {
      application: {
        label: 'Application SID',
        fields: {
          applicationSid: sid({
            label: 'Application SID',
            help: 'Select or map the application SID used to handle the call. You can create an application SID at Dashboard > LaML > Apps.',
            required: true,
            source: applications,
            wire: form('ApplicationSid'),
          }),
        },
      },
      url: {
        label: 'Call URL',
        fields: {
          url: url({
            label: 'Call URL',
            help: 'Enter the URL address of the LaML document that handles the call.',
            required: true,
            wire: form('Url'),
          }),
          fallbackMethod: select({
            label: 'Fallback Method',
            help: 'Select the fallback method for the call: whether the request to Fallback URL is a GET or a POST. It is ignored when an application is used.',
            options: httpMethods,
            apiDefault: 'POST',
            wire: form('FallbackMethod'),
          }),
          fallbackUrl: url({
            label: 'Fallback URL',
            help: 'Enter the URL address SignalWire will request if any errors occur when fetching the Call URL. It is ignored when an application is used.',
            wire: form('FallbackUrl'),
          }),
          method: select({
            label: 'Method',
            help: 'Select whether the request to Call URL is a GET or a POST. It is ignored when an application is used.',
            options: httpMethods,
            apiDefault: 'POST',
            wire: form('Method'),
          }),
        },
      },
    },
  }),
  from: address({
    label: 'From',
    help: 'Enter the phone number from which the call is being made: in E.164 format for a call to the phone network, such as `+12025550101`, or a SIP address.',
    required: true,
    source: voiceNumbers,
    wire: form('From'),
  }),
  to: address({
    label: 'To',
    help: 'Enter the phone number to which the call is made, in E.164 format, such as `+12025550142`. A SIP address such as `sip:alice@example.com` and the identifier of a client are accepted as well.',
    required: true,
    wire: form('To'),
  }),
  callerId: address({
    label: 'Caller ID',
    help: 'Enter the Caller ID number in E.164 format or identifier of the caller. It is shown to the person who is called in place of From.',
    wire: form('CallerId'),
  }),
  machineDetection: select({
    label: 'Machine Detection',
    help: 'Select whether SignalWire finds out if a human or a machine has picked up the call: as soon as it knows, or, for a machine, at the end of its greeting.',
    options: { Enable: 'Enable', DetectMessageEnd: 'Detect Message End', none: 'None' },
    apiDefault: 'none',
    wire: form('MachineDetection'),
  }),
  machineDetectionTimeout: integer({
    label: 'Machine Detection Timeout',
    help: 'Enter the time in seconds for which SignalWire will wait for machine detection before timing out.',
    min: 1,
    max: 120,
    unit: 'seconds',
    apiDefault: 30,
    wire: form('MachineDetectionTimeout'),
  }),
  record: boolean({
    label: 'Record',
    help: 'Select whether to record the call.',
    apiDefault: false,
    wire: form('Record'),
  }),
  recordingChannels: select({
    label: 'Recording Channels',
    help: 'Select the number of recording channels: one for everybody together, or one for each side of the call.',
    options: { mono: 'Mono', dual: 'Dual' },
    apiDefault: 'mono',
    wire: form('RecordingChannels'),
  }),
  recordingStatusCallback: url({
    label: 'Recording Status Callback',
    help: 'Enter the URL address to request when recording is available. To watch recordings with Watch New Calls, select the URL of its webhook.',
    source: hooks,
    wire: form('RecordingStatusCallback'),
  }),
  recordingStatusCallbackEvent: multiSelect({
    label: 'Recording Status Callback Event',
    help: 'Select the recording status for recording callback event. For each of these the Recording Status Callback is requested.',
    options: { 'in-progress': 'In Progress', completed: 'Completed', absent: 'Absent' },
    apiDefault: 'completed',
    wire: form('RecordingStatusCallbackEvent', 'spaceSeparated'),
  }),
  recordingStatusCallbackMethod: select({
    label: 'Recording Status Callback Method',
    help: 'Select whether the request to Recording Status Callback is a GET or a POST.',
    options: httpMethods,
    apiDefault: 'POST',
    wire: form('RecordingStatusCallbackMethod'),
  }),
  sipAuthUsername: text({
    label: 'SIP Auth Username',
    help: 'Enter the username to authenticate the caller when making outbound SIP calls.',
    wire: form('SipAuthUsername'),
  }),
  sipAuthPassword: secret({
    label: 'SIP Auth Password',
    help: 'Enter the password to authenticate the caller when making outbound SIP calls.',
    wire: form('SipAuthPassword'),
  }),
  sendDigits: text({
    label: 'Send Digits',
    help: 'Enter the digits to press after a call is connected. Each `w` gives a 0.5-second pause before moving on to the next instruction, each `W` a pause of 1 second.',
    pattern: '^[0-9#*wW]{1,32}$',
    patternMeaning: '1 to 32 of the characters 0-9 # * w W',
    wire: form('SendDigits'),
  }),
  statusCallback: url({
    label: 'Status Callback',
    help: 'Enter the URL address that SignalWire will send webhooks to on every requested Status Callback Event. To watch the status with Watch New Calls, select the URL of its webhook.',
    source: hooks,
    wire: form('StatusCallback'),
  }),
  statusCallbackEvent: multiSelect({
    label: 'Status Callback Event',
    help: 'Select the status events that trigger a SignalWire webhook. For each of these the Status Callback is requested.',
    options: {
      initiated: 'Initiated',
      ringing: 'Ringing',
      answered: 'Answered',
      completed: 'Completed',
      ringing_forwarded: 'Ringing (Forwarded)',
      ringing_queued: 'Ringing (Queued)',
    },
    apiDefault: 'completed',
    wire: form('StatusCallbackEvent', 'repeated'),
  }),
  statusCallbackMethod: select({
    label: 'Status Callback Method',
    help: 'Select whether the request to Status Callback is a GET or a POST.',
    options: httpMethods,
    apiDefault: 'POST',
    wire: form('StatusCallbackMethod'),
  }),
  timeout: integer({
    label: 'Timeout',
    help: 'Enter the time in seconds SignalWire will wait before assuming the call has no answer.',
    min: 1,
    max: 600,
    unit: 'seconds',
    apiDefault: 60,
    wire: form('Timeout'),
  }),
  trim: select({
    label: 'Trim',
    help: 'Select whether leading and trailing silence is trimmed from a recording.',
    options: { 'trim-silence': 'Trim Silence', 'do-not-trim': 'Do Not Trim' },
    apiDefault: 'trim-silence',
    wire: form('Trim'),
  }),
} as const
