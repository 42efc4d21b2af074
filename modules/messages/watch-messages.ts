import { defineTrigger } from '../../src/core/define.js'
import { integer, select } from '../../src/core/fields.js'
import { laml } from '../../src/core/request.js'
import { messageSample, messageShape } from './message-shape.js'

/** Watch Messages. It asks for the list of messages from time to time; Watch New Messages is told at once. */
export const watchMessages = defineTrigger({
  id: 'watchMessages',
  label: 'Watch Messages',
  description: 'Triggers when a new message arrives.',
  group: 'Messages',
  listing: { request: laml('GET', '/Messages'), items: 'messages' },
  identity: 'sid',
  cursor: 'date_created',
  keep: { field: 'direction', output: 'direction', unless: 'any' },
  fields: {
    limit: integer({
      label: 'Limit',
      help: 'Set the maximum number of messages that one run returns. The rest follows in the next run.',
      required: true,
      min: 1,
      initial: 2,
    }),
    direction: select({
      label: 'Direction',
      help: 'Select which messages are watched. Those of the other direction do not count towards Limit.',
      options: { any: 'Any', inbound: 'Inbound', outbound: 'Outbound' },
      initial: 'any',
      advanced: true,
    }),
  },
  output: messageShape,
  sample: messageSample,
  example: { limit: 10 },
})
