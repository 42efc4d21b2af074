import { defineInstantTrigger } from '../../src/core/define.js'
import { multiSelect, text } from '../../src/core/fields.js'
import { smsNumbers } from '../sources/sources.js'
import { messagePostSample, messagePostShape } from './message-post-shape.js'
import { messageReply } from './message-reply.js'

/** Watch New Messages. The reply has no default, so that nobody answers, or keeps silent, without having said so. */
export const watchNewMessages = defineInstantTrigger({
  id: 'watchNewMessages',
  label: 'Watch New Messages',
  description: 'Triggers when a new message comes in.',
  group: 'Messages',
  fields: {
    webhookName: text({
      label: 'Webhook Name',
      help: 'Enter a name for the webhook, to recognise it by.',
      required: true,
      maxLength: 128,
    }),
    phoneNumbers: multiSelect({
      label: 'Phone Numbers',
      help: "Select the phone numbers to point at this webhook. Without one, paste the webhook's URL into SignalWire yourself.",
      source: smsNumbers,
    }),
    reply: messageReply,
    also: multiSelect({
      label: 'Also watch',
      help: 'Select what else starts the scenario besides incoming messages. The status of a message is reported only where the Status Callback field of Create a Message names this webhook.',
      options: { messageStatus: 'Message status' },
      advanced: true,
    }),
  },
  hook: {
    channel: 'messaging',
    starts: ['incomingMessage'],
    also: { field: 'also', events: { messageStatus: ['messageStatus'] } },
    setup: { name: 'webhookName', numbers: 'phoneNumbers', reply: 'reply' },
  },
  identity: {
    incomingMessage: ['MessageSid'],
    // A message's posts have no sequence number: each status comes once.
    messageStatus: ['MessageSid', 'MessageStatus'],
  },
  output: messagePostShape,
  sample: messagePostSample,
  example: { webhookName: 'Orders', reply: 'text', text: 'Thank you, we have received your message.' },
})
