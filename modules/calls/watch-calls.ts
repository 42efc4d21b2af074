import { defineTrigger } from '../../src/core/define.js'
import { integer } from '../../src/core/fields.js'
import { laml } from '../../src/core/request.js'
import { callSample, callShape } from './call-shape.js'

/** Watch Calls. It asks for the list of calls from time to time; Watch New Calls is told at once. */
export const watchCalls = defineTrigger({
  id: 'watchCalls',
  label: 'Watch Calls',
  description: 'Triggers when a new call is created.',
  group: 'Calls',
  listing: { request: laml('GET', '/Calls'), items: 'calls' },
  identity: 'sid',
  cursor: 'date_created',
  fields: {
    limit: integer({
      label: 'Limit',
      help: 'Set the maximum number of calls that one run returns. The rest follows in the next run.',
      required: true,
      min: 1,
      initial: 2,
    }),
  },
  output: callShape,
  sample: callSample,
  example: { limit: 10 },
})
