import { defineAction } from '../../src/core/define.js'
import { laml } from '../../src/core/request.js'
import { advancedCallFields } from './advanced-call-fields.js'
import { callFields } from './call-fields.js'
import { callSample, callShape } from './call-shape.js'

/** Create a Call. It rings somewhere and costs money, and SignalWire has no idempotency key: it is never sent twice. */
export const createCall = defineAction({
  id: 'createCall',
  label: 'Create a Call',
  description: 'Creates a new call.',
  group: 'Calls',
  effect: 'create',
  request: laml('POST', '/Calls'),
  fields: { ...callFields, ...advancedCallFields },
  findAgain: {
    listing: { request: laml('GET', '/Calls'), items: 'calls' },
    match: [
      { field: 'to', output: 'to', query: 'To' },
      { field: 'from', output: 'from', query: 'From' },
    ],
    created: 'date_created',
  },
  output: callShape,
  sample: callSample,
  example: {
    callIdentifier: 'url',
    url: 'https://example.com/welcome.xml',
    from: '+12025550101',
    to: '+12025550142',
    timeout: 30,
  },
})
