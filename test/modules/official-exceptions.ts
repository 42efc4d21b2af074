import type { Module } from '../../src/core/module.js'

const byOption = 'The API cannot say that one of two parameters is needed; here the chosen option says it.'
const prose = 'The API names the values in a sentence only, so its schema has none.'
const decimals = 'The kind decimal has this pattern, and takes `.5` as well, which is sent as 0.5.'
const forNewCalls =
  'The documentation of the product lists it for an update, the API for a create only; its help says so.'

const notInAnUpdate = {
  'application.applicationSid': 'ApplicationSid',
  from: 'From',
  to: 'To',
  callerId: 'CallerId',
  machineDetection: 'MachineDetection',
  machineDetectionTimeout: 'MachineDetectionTimeout',
  record: 'Record',
  recordingChannels: 'RecordingChannels',
  recordingStatusCallback: 'RecordingStatusCallback',
  recordingStatusCallbackEvent: 'RecordingStatusCallbackEvent',
  recordingStatusCallbackMethod: 'RecordingStatusCallbackMethod',
  sipAuthUsername: 'SipAuthUsername',
  sipAuthPassword: 'SipAuthPassword',
  sendDigits: 'SendDigits',
  statusCallbackEvent: 'StatusCallbackEvent',
  timeout: 'Timeout',
  trim: 'Trim',
  machineDetectionSpeechThreshold: 'MachineDetectionSpeechThreshold',
  machineDetectionSpeechEndThreshold: 'MachineDetectionSpeechEndThreshold',
  machineDetectionSilenceTimeout: 'MachineDetectionSilenceTimeout',
  machineWordsThreshold: 'MachineWordsThreshold',
  asyncAmd: 'AsyncAmd',
  asyncAmdStatusCallback: 'AsyncAmdStatusCallback',
  asyncAmdStatusCallbackMethod: 'AsyncAmdStatusCallbackMethod',
  asyncAmdPartialResults: 'AsyncAmdPartialResults',
  recordingTrack: 'RecordingTrack',
  maxPricePerMinute: 'MaxPricePerMinute',
}

/** Where a field differs from the API's parameter on purpose, and why. One that no longer differs fails. */
export const exceptions: Readonly<Record<string, string>> = {
  'createCall.application.applicationSid: required true, in the API false': byOption,
  'createCall.url.url: required true, in the API false': byOption,
  'createCall.recordingStatusCallbackEvent: options ["absent","completed","in-progress"], in the API undefined': prose,
  'createCall.statusCallbackEvent: options ["answered","completed","initiated","ringing","ringing_forwarded","ringing_queued"], in the API undefined':
    prose,
  'createCall.sendDigits: maxLength undefined, in the API 32': 'The pattern counts the digits.',
  'createCall.sendDigits: pattern "^[0-9#*wW]{1,32}$", in the API "^[\\\\d#*wW]{1,32}$"':
    'The same characters, spelled so that no regular expression engine takes digits of other scripts for \\d.',
  'createCall.maxPricePerMinute: pattern undefined, in the API "^\\\\d+\\\\.?\\\\d{0,4}$"': decimals,
  'createMessage.maxPrice: pattern undefined, in the API "^\\\\d+\\\\.?\\\\d{0,4}$"': decimals,
  'createMessage.body.body: required true, in the API false': byOption,
  'createMessage.body.body: maxLength 1600, in the API undefined': prose,
  'createMessage.media.body: maxLength 1600, in the API undefined': prose,
  'createMessage.media.mediaUrl: required true, in the API false': byOption,
  'createMessage.media.mediaUrl: maxItems 8, in the API undefined': prose,
  ...Object.fromEntries(
    Object.entries(notInAnUpdate).map(([at, name]) => [`updateCall.${at}: the API has no ${name}`, forNewCalls]),
  ),
}

const account = { AccountSid: 'It is the Project ID of the connection.' }
const pages = 'Limit decides how many bundles there are; how they are paged is no affair of the user.'
const paging = { Page: pages, PageSize: pages, PageToken: pages }
const everything = 'A trigger watches everything that is new; searching is the affair of the search.'

/** The parameters of a module's operation that are not among its fields, and why. */
export function notOffered(module: Module): Readonly<Record<string, string>> {
  if (module.kind === 'search') return { ...account, ...paging }
  if (module.kind !== 'trigger') return account
  const filters =
    module.group === 'Calls'
      ? [
          'EndTime',
          'EndTime<',
          'EndTime>',
          'From',
          'ParentCallSid',
          'StartTime',
          'StartTime<',
          'StartTime>',
          'Status',
          'To',
        ]
      : ['DateSent', 'DateSent<', 'DateSent>', 'From', 'To', 'Status']
  return { ...account, ...Object.fromEntries(filters.map((name) => [name, everything])), ...paging }
}
