import { boolean, decimal, integer, select, url } from '../../src/core/fields.js'
import { form } from '../../src/core/wire.js'
import { httpMethods } from './http-methods.js'

/** What the API takes for a call besides what the product's documentation lists; shown under advanced settings. */
export const advancedCallFields = {
  machineDetectionSpeechThreshold: integer({
    label: 'Machine Detection Speech Threshold',
    help: 'Enter how many milliseconds of voice decide that a machine has picked up.',
    min: 1000,
    max: 6000,
    unit: 'milliseconds',
    apiDefault: 2400,
    advanced: true,
    wire: form('MachineDetectionSpeechThreshold'),
  }),
  machineDetectionSpeechEndThreshold: integer({
    label: 'Machine Detection Speech End Threshold',
    help: 'Enter for how many milliseconds it must be silent before a voice counts as finished.',
    min: 500,
    max: 5000,
    unit: 'milliseconds',
    apiDefault: 1200,
    advanced: true,
    wire: form('MachineDetectionSpeechEndThreshold'),
  }),
  machineDetectionSilenceTimeout: integer({
    label: 'Machine Detection Silence Timeout',
    help: 'Enter for how many milliseconds SignalWire waits for a first voice before machine detection gives up.',
    min: 2000,
    max: 10_000,
    unit: 'milliseconds',
    apiDefault: 5000,
    advanced: true,
    wire: form('MachineDetectionSilenceTimeout'),
  }),
  machineWordsThreshold: integer({
    label: 'Machine Words Threshold',
    help: 'Enter how many words decide that a machine has picked up.',
    min: 1,
    max: 100,
    unit: 'words',
    apiDefault: 6,
    advanced: true,
    wire: form('MachineWordsThreshold'),
  }),
  asyncAmd: boolean({
    label: 'Asynchronous Machine Detection',
    help: 'Select whether the call goes on while machine detection is still at work.',
    apiDefault: false,
    advanced: true,
    wire: form('AsyncAmd'),
  }),
  asyncAmdStatusCallback: url({
    label: 'Machine Detection Status Callback',
    help: 'Enter the URL address to request when asynchronous machine detection is completed.',
    advanced: true,
    wire: form('AsyncAmdStatusCallback'),
  }),
  asyncAmdStatusCallbackMethod: select({
    label: 'Machine Detection Status Callback Method',
    help: 'Select whether the request to Machine Detection Status Callback is a GET or a POST.',
    options: httpMethods,
    apiDefault: 'POST',
    advanced: true,
    wire: form('AsyncAmdStatusCallbackMethod'),
  }),
  asyncAmdPartialResults: boolean({
    label: 'Machine Detection Partial Results',
    help: 'Select whether interim results are sent to the Machine Detection Status Callback as well.',
    apiDefault: false,
    advanced: true,
    wire: form('AsyncAmdPartialResults'),
  }),
  recordingTrack: select({
    label: 'Recording Track',
    help: 'Select whose voice is recorded: what comes in, what goes out, or both.',
    options: { inbound: 'Inbound', outbound: 'Outbound', both: 'Both' },
    apiDefault: 'both',
    advanced: true,
    wire: form('RecordingTrack'),
  }),
  maxPricePerMinute: decimal({
    label: 'Max Price Per Minute',
    help: 'Enter the maximum price in USD per minute. If the call would cost more, it is not created.',
    advanced: true,
    wire: form('MaxPricePerMinute'),
  }),
} as const
