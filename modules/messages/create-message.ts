import { defineAction } from '../../src/core/define.js'
import { address, boolean, choice, decimal, integer, list, longText, phone, sid, url } from '../../src/core/fields.js'
import { laml } from '../../src/core/request.js'
import { atLeastOneOf } from '../../src/core/rules.js'
import { form } from '../../src/core/wire.js'
import { applications, hooks, numberGroups, smsNumbers } from '../sources/sources.js'
import { messageSample, messageShape } from './message-shape.js'

/** Create a Message. SignalWire has no idempotency key: a create whose outcome is unknown is never sent again blindly. */
export const createMessage = defineAction({
  id: 'createMessage',
  label: 'Create a Message',
  description: 'Creates a new message.',
  group: 'Messages',
  effect: 'create',
  request: laml('POST', '/Messages'),
  fields: {
    to: phone({
      label: 'To',
      help: 'Enter the phone number to which you want to send the message, in E.164 format, such as `+12025550142`.',
      required: true,
      wire: form('To'),
    }),
    from: address({
      label: 'From',
      help: 'Enter the phone number from which you want to send the message. Fill this or Message Service SID.',
      source: smsNumbers,
      wire: form('From'),
    }),
    contentType: choice({
      label: 'Content Type',
      help: 'Select or map what the message consists of: a text, or media with or without a text.',
      required: true,
      options: {
        body: {
          label: 'Message Body',
          fields: {
            body: longText({
              label: 'Body',
              help: 'Enter the message text.',
              required: true,
              maxLength: 1600,
              wire: form('Body'),
            }),
          },
        },
        media: {
          label: 'Media URL',
          fields: {
            mediaUrl: list({
              label: 'Media URL',
              help: 'Enter the URL address of each medium to attach and send with the message. For example, `https://example.com/menu.jpg`.',
              required: true,
              item: { kind: 'url' },
              minItems: 1,
              maxItems: 8,
              wire: form('MediaUrl'),
            }),
            body: longText({
              label: 'Body',
              help: 'Enter a text to send along with the media.',
              maxLength: 1600,
              wire: form('Body'),
            }),
          },
        },
      },
    }),
    applicationSid: sid({
      label: 'Application SID',
      help: "Enter the SID of a SignalWire LaML application that configures the message's status callback. Applications are at Dashboard > LaML > Apps.",
      source: applications,
      wire: form('ApplicationSid'),
    }),
    maxPrice: decimal({
      label: 'Max Price',
      help: 'Enter the maximum price in USD for the message. The cost is calculated once the message is queued; if it is greater than Max Price, the message fails and is not sent.',
      wire: form('MaxPrice'),
    }),
    statusCallback: url({
      label: 'Status Callback',
      help: 'Enter the URL address that receives a callback each time the status of the message changes to queued, failed, sent, delivered or undelivered.',
      source: hooks,
      wire: form('StatusCallback'),
    }),
    validityPeriod: integer({
      label: 'Validity Period',
      help: 'Enter the number of seconds that a message may stay queued before it is canceled. When a high volume of messages is sent, they can wait in your sending queue; less than 5 seconds is not recommended.',
      min: 1,
      max: 172_800,
      unit: 'seconds',
      apiDefault: 14_400,
      wire: form('ValidityPeriod'),
    }),
    messagingServiceSid: sid({
      label: 'Message Service SID',
      help: 'Enter the SID of a SignalWire number group, from which the best number is chosen to improve delivery and throughput. If From is filled as well, the message is sent from that number, as long as it belongs to the group.',
      source: numberGroups,
      wire: form('MessagingServiceSid'),
    }),
    sendAsMms: boolean({
      label: 'Send as MMS',
      help: 'Select yes to send the message as an MMS even where an SMS would do.',
      advanced: true,
      wire: form('SendAsMms'),
    }),
  },
  rules: [atLeastOneOf(['from', 'messagingServiceSid'], 'From or Message Service SID is needed: fill one of them.')],
  findAgain: {
    listing: { request: laml('GET', '/Messages'), items: 'messages' },
    match: [
      { field: 'to', output: 'to', query: 'To' },
      { field: 'from', output: 'from', query: 'From' },
      { field: 'body', output: 'body' },
      { field: 'messagingServiceSid', output: 'messaging_service_sid' },
    ],
    created: 'date_created',
  },
  output: messageShape,
  sample: messageSample,
  example: {
    to: '+12025550142',
    from: '+12025550101',
    contentType: 'body',
    body: 'Your table for two is booked for 7 pm.',
  },
})
