import { defineInstantTrigger } from '../../src/core/define.js'
import { multiSelect, select, text } from '../../src/core/fields.js'
import { element, response, stepUrl } from '../../src/core/laml.js'
import { faxNumbers, voiceNumbers } from '../sources/sources.js'
import { callPostSample, callPostShape } from './call-post-shape.js'
import { callReply } from './call-reply.js'

/** Watch New Calls. The reply decides what callers hear; it has no default, because a silent one would be a surprise. */
export const watchNewCalls = defineInstantTrigger({
  id: 'watchNewCalls',
  label: 'Watch New Calls',
  description: 'Triggers when a new call comes in.',
  group: 'Calls',
  fields: {
    webhookName: text({
      label: 'Webhook Name',
      help: 'Enter a name for the webhook, to recognise it by.',
      required: true,
      maxLength: 128,
    }),
    receiveAs: select({
      label: 'Accept Incoming Calls As',
      help: 'Select whether the phone numbers accept incoming calls as voice calls or as fax. A number cannot do both. It is set on the numbers while they point at this webhook, and a fax is always received.',
      options: { voice: 'Voice Calls', fax: 'Fax' },
      initial: 'voice',
    }),
    phoneNumbers: multiSelect({
      label: 'Phone Numbers',
      help: "Select the phone numbers to point at this webhook. Without one, paste the webhook's URL into SignalWire yourself.",
      source: voiceNumbers,
      sourceBy: { field: 'receiveAs', sources: { fax: faxNumbers } },
    }),
    reply: callReply,
    also: multiSelect({
      label: 'Also watch',
      help: 'Select what else starts the scenario besides incoming calls. Phone numbers report only the statuses completed and failed, and no recordings; everything else comes from the Status Callback and Recording Status Callback fields of Create a Call, which offer this webhook. A received fax is reported with its pages once it is complete.',
      options: { callStatus: 'Call status', recording: 'Recordings', fax: 'Received faxes' },
      advanced: true,
    }),
  },
  hook: {
    channel: 'voice',
    starts: ['incomingCall', 'incomingFax'],
    also: { field: 'also', events: { callStatus: ['callStatus'], recording: ['recording'], fax: ['faxStatus'] } },
    setup: { name: 'webhookName', numbers: 'phoneNumbers', reply: 'reply', receiveAs: 'receiveAs' },
    // The verbs of a call mean nothing to a fax: whatever the reply, a fax is received.
    replies: { incomingFax: response(element('Receive', { action: stepUrl('faxReceived', 'fax') })) },
  },
  identity: {
    incomingCall: ['CallSid'],
    incomingFax: ['FaxSid'],
    faxStatus: ['FaxSid', 'FaxStatus'],
    // A number's own status posts have no sequence number; a missing parameter counts as empty.
    callStatus: ['CallSid', 'SequenceNumber', 'CallbackSource', 'CallStatus'],
    recording: ['RecordingSid', 'RecordingStatus'],
  },
  output: callPostShape,
  sample: callPostSample,
  example: { webhookName: 'Reception', reply: 'say', say: 'Please hold the line.' },
})
