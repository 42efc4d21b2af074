import { defineAction } from '../../src/core/define.js'
import { laml } from '../../src/core/request.js'
import { messageSample, messageShape } from './message-shape.js'
import { messageSidField } from './message-sid-field.js'

/** Get a Message. */
export const getMessage = defineAction({
  id: 'getMessage',
  label: 'Get a Message',
  description: 'Gets a message by ID.',
  group: 'Messages',
  effect: 'read',
  request: laml('GET', '/Messages/{Sid}'),
  fields: { messageSid: messageSidField('Select or map the message SID whose details you want to retrieve.') },
  output: messageShape,
  sample: messageSample,
  example: { messageSid: messageSample.sid },
})
