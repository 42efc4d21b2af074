import { defineAction } from '../../src/core/define.js'
import { laml } from '../../src/core/request.js'
import { value } from '../../src/core/shape.js'
import { callSample } from './call-shape.js'
import { callSidField } from './call-sid-field.js'

/** Delete a Call. SignalWire refuses it with its reason while the call is in progress, and answers without a body. */
export const deleteCall = defineAction({
  id: 'deleteCall',
  label: 'Delete a Call',
  description: 'Deletes a call by ID.',
  group: 'Calls',
  effect: 'delete',
  request: laml('DELETE', '/Calls/{Sid}'),
  fields: {
    callSid: callSidField(
      'Select or map the call SID you want to delete. A call that is still in progress cannot be deleted.',
    ),
  },
  echo: { sid: 'callSid' },
  output: { sid: value.text('Call SID') },
  sample: { sid: callSample.sid },
  example: { callSid: callSample.sid },
})
