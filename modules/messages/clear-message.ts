import { defineAction } from '../../src/core/define.js'
import { laml } from '../../src/core/request.js'
import { messageSample, messageShape } from './message-shape.js'
import { messageSidField } from './message-sid-field.js'

/** Clear a Message. An empty Body is the only update that the API has for a message; cleared twice is cleared. */
export const clearMessage = defineAction({
  id: 'clearMessage',
  label: 'Clear a Message',
  description: 'Clears the body of the existing message.',
  group: 'Messages',
  effect: 'update',
  idempotent: true,
  request: laml('POST', '/Messages/{Sid}', { Body: '' }),
  fields: {
    messageSid: messageSidField(
      'Select or map the message SID you want to clear. A message that is still queued or initiated cannot be cleared.',
    ),
  },
  output: messageShape,
  sample: { ...messageSample, body: '', status: 'delivered', date_sent: 'Mon, 05 Jan 2026 12:00:02 +0000' },
  example: { messageSid: messageSample.sid },
})
