import { defineSearch } from '../../src/core/define.js'
import { address, date, integer, select } from '../../src/core/fields.js'
import { laml } from '../../src/core/request.js'
import { query } from '../../src/core/wire.js'
import { smsNumbers } from '../sources/sources.js'
import { messageSample, messageShape, messageStatuses } from './message-shape.js'

/** Search Messages. The newest messages come first, as the API lists them. */
export const searchMessages = defineSearch({
  id: 'searchMessages',
  label: 'Search Messages',
  description: 'Searches for messages or lists them all.',
  group: 'Messages',
  listing: { request: laml('GET', '/Messages'), items: 'messages' },
  fields: {
    dateSentType: select({
      label: 'Date Sent Type',
      help: 'Select the option for choosing the date. For example, Sent Before finds the messages sent before Date Sent. Without a Date Sent it has no effect.',
      options: { equal: 'Sent On', before: 'Sent Before', after: 'Sent After' },
    }),
    dateSent: date({
      label: 'Date Sent',
      help: 'Enter the date to search the message sent on the specified date, or before or after it as Date Sent Type says. SignalWire compares whole days in UTC.',
      wire: query('DateSent', 'utcDay', {
        field: 'dateSentType',
        suffix: { equal: '', before: '<', after: '>' },
      }),
    }),
    from: address({
      label: 'From',
      help: 'Enter the phone number to search the messages sent from the specified number. Any number or address of a sender can be entered.',
      source: smsNumbers,
      wire: query('From'),
    }),
    to: address({
      label: 'To',
      help: 'Enter the phone number to search the messages sent to the specified number.',
      source: smsNumbers,
      wire: query('To'),
    }),
    status: select({
      label: 'Status',
      help: 'Select or map the status of the message you are searching for.',
      options: messageStatuses,
      wire: query('Status'),
    }),
    limit: integer({
      label: 'Limit',
      help: 'Set the maximum number of messages that one run returns.',
      min: 1,
      initial: 10,
    }),
  },
  output: messageShape,
  sample: messageSample,
  example: { dateSentType: 'after', dateSent: '2026-01-05', status: 'delivered', limit: 100 },
})
