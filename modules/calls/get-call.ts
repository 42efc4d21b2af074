import { defineAction } from '../../src/core/define.js'
import { laml } from '../../src/core/request.js'
import { callSample, callShape } from './call-shape.js'
import { callSidField } from './call-sid-field.js'

/** Get a Call. */
export const getCall = defineAction({
  id: 'getCall',
  label: 'Get a Call',
  description: 'Gets a call by ID.',
  group: 'Calls',
  effect: 'read',
  request: laml('GET', '/Calls/{Sid}'),
  fields: { callSid: callSidField('Select the Call SID whose details you want to retrieve.') },
  output: callShape,
  sample: callSample,
  example: { callSid: callSample.sid },
})
