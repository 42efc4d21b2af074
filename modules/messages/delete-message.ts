import { defineAction } from '../../src/core/define.js'
import { laml } from '../../src/core/request.js'
import { value } from '../../src/core/shape.js'
import { messageSample } from './message-shape.js'
import { messageSidField } from './message-sid-field.js'

/** Delete a Message. SignalWire refuses it with its reason while the message is queued, and answers without a body. */
export const deleteMessage = defineAction({
  id: 'deleteMessage',
  label: 'Delete a Message',
  description: 'Deletes a message by ID.',
  group: 'Messages',
  effect: 'delete',
  request: laml('DELETE', '/Messages/{Sid}'),
  fields: {
    messageSid: messageSidField(
      'Select or map the message SID you want to delete. A message that is still queued cannot be deleted.',
    ),
  },
  echo: { sid: 'messageSid' },
  output: { sid: value.text('Message SID') },
  sample: { sid: messageSample.sid },
  example: { messageSid: messageSample.sid },
})
