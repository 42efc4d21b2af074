import { value } from '../../src/core/shape.js'

/** The statuses of a call in the order of its life (Compatibility API, Calls, "CallStatus"). */
export const callStatuses = {
  queued: 'Queued',
  ringing: 'Ringing',
  'in-progress': 'In Progress',
  canceled: 'Canceled',
  completed: 'Completed',
  busy: 'Busy',
  failed: 'Failed',
  'no-answer': 'No Answer',
} as const

const measured = (label: string) => value.number(label, { nullable: true })

/** A call as the API returns it (Compatibility API, Calls, "Call"). */
export const callShape = {
  sid: value.text('Call SID'),
  account_sid: value.text('Account SID'),
  parent_call_sid: value.text('Parent Call SID', { nullable: true }),
  phone_number_sid: value.text('Phone Number SID', { nullable: true }),
  api_version: value.text('API Version'),
  to: value.text('To'),
  formatted_to: value.text('Formatted To'),
  to_formatted: value.text('To Formatted'),
  from: value.text('From'),
  formatted_from: value.text('Formatted From'),
  from_formatted: value.text('From Formatted'),
  status: value.text('Status', { known: callStatuses }),
  direction: value.text('Direction', { known: { inbound: 'Inbound', outbound: 'Outbound' } }),
  date_created: value.date('Date Created', { codec: 'rfc2822' }),
  date_updated: value.date('Date Updated', { codec: 'rfc2822' }),
  start_time: value.date('Start Time', { codec: 'rfc2822', nullable: true }),
  end_time: value.date('End Time', { codec: 'rfc2822', nullable: true }),
  duration: value.number('Duration'),
  answered_by: value.text('Answered By', { nullable: true, known: { human: 'Human', machine: 'Machine' } }),
  forwarded_from: value.text('Forwarded From', { nullable: true }),
  caller_name: value.text('Caller Name', { nullable: true }),
  annotation: value.text('Annotation', { nullable: true }),
  group_sid: value.text('Group SID', { nullable: true }),
  price: value.number('Price', { nullable: true }),
  price_unit: value.text('Price Unit'),
  sip_result_code: value.text('SIP Result Code', { nullable: true }),
  audio_in_mos: measured('Audio In MOS'),
  audio_rtt_avg: measured('Audio RTT Average'),
  audio_rtt_min: measured('Audio RTT Minimum'),
  audio_rtt_max: measured('Audio RTT Maximum'),
  audio_out_jitter_min: measured('Audio Out Jitter Minimum'),
  audio_out_jitter_max: measured('Audio Out Jitter Maximum'),
  audio_out_jitter_avg: measured('Audio Out Jitter Average'),
  audio_out_lost: measured('Audio Out Lost'),
  uri: value.text('URI'),
  subresource_uris: value.collection('Subresource URIs', {
    shape: {
      notifications: value.text('Notifications', { nullable: true }),
      recordings: value.text('Recordings'),
    },
  }),
} as const

const account = '/api/laml/2010-04-01/Accounts/6f2d1c7a-58b3-4e9d-a0c4-91e7b35d2f68'
const sample = 'c1e08b6d-2f4a-4d7c-b5a9-70d3e9f16b82'

/** A call that has ended, with reserved numbers. */
export const callSample = {
  sid: sample,
  account_sid: '6f2d1c7a-58b3-4e9d-a0c4-91e7b35d2f68',
  parent_call_sid: null,
  phone_number_sid: null,
  api_version: '2010-04-01',
  to: '+12025550142',
  formatted_to: '(202) 555-0142',
  to_formatted: '(202) 555-0142',
  from: '+12025550101',
  formatted_from: '(202) 555-0101',
  from_formatted: '(202) 555-0101',
  status: 'completed',
  direction: 'outbound',
  date_created: 'Mon, 05 Jan 2026 12:00:00 +0000',
  date_updated: 'Mon, 05 Jan 2026 12:01:12 +0000',
  start_time: 'Mon, 05 Jan 2026 12:00:04 +0000',
  end_time: 'Mon, 05 Jan 2026 12:01:12 +0000',
  duration: 68,
  answered_by: 'human',
  forwarded_from: null,
  caller_name: null,
  annotation: null,
  group_sid: null,
  price: 0.0065,
  price_unit: 'USD',
  sip_result_code: '200',
  audio_in_mos: 4.5,
  audio_rtt_avg: 42,
  audio_rtt_min: 31,
  audio_rtt_max: 77,
  audio_out_jitter_min: 1,
  audio_out_jitter_max: 9,
  audio_out_jitter_avg: 4,
  audio_out_lost: 0,
  uri: `${account}/Calls/${sample}`,
  subresource_uris: { notifications: null, recordings: `${account}/Calls/${sample}/Recordings` },
} as const
