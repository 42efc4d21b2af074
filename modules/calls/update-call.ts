import { allFields } from '../../src/core/active-fields.js'
import { defineAction } from '../../src/core/define.js'
import { optional, select } from '../../src/core/fields.js'
import { laml } from '../../src/core/request.js'
import { atLeastOneOf, notTogether } from '../../src/core/rules.js'
import { form } from '../../src/core/wire.js'
import { advancedCallFields } from './advanced-call-fields.js'
import { asChanges } from './as-changes.js'
import { callFields } from './call-fields.js'
import { callSample, callShape } from './call-shape.js'
import { callSidField } from './call-sid-field.js'

/** What the API documents for an update (Compatibility API, Calls, "Update a call"). */
const documented = [
  'Url',
  'Method',
  'Status',
  'FallbackUrl',
  'FallbackMethod',
  'StatusCallback',
  'StatusCallbackMethod',
] as const

const warning = 'SignalWire documents this for new calls only and may ignore or refuse it on a live call.'

const changes = {
  ...asChanges(optional(callFields), documented, warning),
  status: select({
    label: 'Status',
    help: 'Select Completed to hang up the call, or Canceled to cancel a call that is still queued or ringing. A new Call URL cannot be given at the same time.',
    options: { completed: 'Completed', canceled: 'Canceled' },
    wire: form('Status'),
  }),
  ...asChanges(optional(advancedCallFields), documented, warning),
}

// The choice of a Call Identifier alone changes nothing; only what travels counts.
const changing: readonly string[] = [...allFields(changes)].filter(([, one]) => one.wire).map(([key]) => key)

/** Update a Call. A second request with the same Call URL would start its document anew, so it is not sent twice. */
export const updateCall = defineAction({
  id: 'updateCall',
  label: 'Update a Call',
  description: 'Updates a call by ID.',
  group: 'Calls',
  effect: 'update',
  idempotent: false,
  request: laml('POST', '/Calls/{Sid}'),
  fields: {
    callSid: callSidField('Select or map the call SID whose details you want to update.'),
    ...changes,
  },
  rules: [
    atLeastOneOf(changing, 'There is nothing to update: fill at least one field besides Call SID.'),
    notTogether(
      ['status', 'url'],
      'Status ends the call, so it cannot go together with a new Call URL: fill one of them.',
    ),
  ],
  output: callShape,
  sample: callSample,
  example: { callSid: 'c1e08b6d-2f4a-4d7c-b5a9-70d3e9f16b82', status: 'completed' },
})
