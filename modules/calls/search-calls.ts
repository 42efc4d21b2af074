import { defineSearch } from '../../src/core/define.js'
import { address, date, integer, select, sid } from '../../src/core/fields.js'
import { laml } from '../../src/core/request.js'
import { query } from '../../src/core/wire.js'
import { voiceNumbers } from '../sources/sources.js'
import { callSample, callShape, callStatuses } from './call-shape.js'

const suffix = { equal: '', before: '<', after: '>' }

/** Search Calls. The newest calls come first, as the API lists them. */
export const searchCalls = defineSearch({
  id: 'searchCalls',
  label: 'Search Calls',
  description: 'Searches for calls or lists them all.',
  group: 'Calls',
  listing: { request: laml('GET', '/Calls'), items: 'calls' },
  fields: {
    startTimeType: select({
      label: 'Start Time Type',
      help: 'Select how Start Time is used to search the calls. Without a Start Time it has no effect.',
      options: { equal: 'Started At', before: 'Started Before', after: 'Started After' },
    }),
    startTime: date({
      label: 'Start Time',
      help: 'Enter the date and time to search the calls that were started at, before or after the specified time.',
      wire: query('StartTime', 'rfc2822', { field: 'startTimeType', suffix }),
    }),
    endTimeType: select({
      label: 'End Time Type',
      help: 'Select how End Time is used to search the calls. Without an End Time it has no effect.',
      options: { equal: 'Ended At', before: 'Ended Before', after: 'Ended After' },
      initial: 'equal',
      advanced: true,
    }),
    endTime: date({
      label: 'End Time',
      help: 'Enter the date and time to search the calls that were ended at the specified time, or before or after it as End Time Type says.',
      wire: query('EndTime', 'rfc2822', { field: 'endTimeType', suffix }),
    }),
    from: address({
      label: 'From',
      help: 'Select the phone number to search for the calls from the specified number. Any number or address of a caller can be entered.',
      source: voiceNumbers,
      wire: query('From'),
    }),
    to: address({
      label: 'To',
      help: 'Select the phone number to search for the calls made to the specified number. Any number or address can be entered.',
      source: voiceNumbers,
      wire: query('To'),
    }),
    parentCallSid: sid({
      label: 'Parent Call SID',
      help: 'Enter the SID of a call to search the legs that it created.',
      wire: query('ParentCallSid'),
    }),
    status: select({
      label: 'Status',
      help: 'Select the status of the calls you want to search.',
      options: callStatuses,
      wire: query('Status'),
    }),
    limit: integer({
      label: 'Limit',
      help: 'Set the maximum number of calls that one run returns.',
      min: 1,
      initial: 10,
    }),
  },
  output: callShape,
  sample: callSample,
  example: { startTimeType: 'after', startTime: '2026-01-05', status: 'completed', limit: 100 },
})
