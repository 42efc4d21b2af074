import { laml, relay } from '../../src/core/request.js'
import { defineSource } from '../../src/core/source.js'

const phoneNumbers = { request: relay('GET', '/phone_numbers'), items: 'data' }

/** The project's numbers with one capability. */
const numbersWith = (id: string, capability: 'voice' | 'fax' | 'sms', what: string) =>
  defineSource({
    id,
    what,
    scope: 'Numbers',
    from: phoneNumbers,
    value: 'number',
    label: '{number} {name}',
    where: { key: 'capabilities', includes: capability },
  })

/** Numbers that can take and place calls. */
export const voiceNumbers = numbersWith('voiceNumbers', 'voice', 'phone numbers for calls')

/** Numbers that can receive faxes. */
export const faxNumbers = numbersWith('faxNumbers', 'fax', 'phone numbers for fax')

/** Numbers that can send and receive text messages. */
export const smsNumbers = numbersWith('smsNumbers', 'sms', 'phone numbers for messages')

/** LaML applications (Dashboard > LaML > Apps). */
export const applications = defineSource({
  id: 'applications',
  what: 'LaML applications',
  scope: 'Voice or Messaging',
  from: { request: laml('GET', '/Applications'), items: 'applications' },
  value: 'sid',
  label: '{friendly_name} {sid}',
})

/** The calls of the project, newest first. */
export const recentCalls = defineSource({
  id: 'recentCalls',
  what: 'calls',
  scope: 'Voice',
  from: { request: laml('GET', '/Calls'), items: 'calls' },
  value: 'sid',
  label: '{date_created} {from} > {to} {status}',
})

/** The messages of the project, newest first. */
export const recentMessages = defineSource({
  id: 'recentMessages',
  what: 'messages',
  scope: 'Messaging',
  from: { request: laml('GET', '/Messages'), items: 'messages' },
  value: 'sid',
  label: '{date_created} {from} > {to} {status}',
})

/** Number groups, which the API calls messaging services. */
export const numberGroups = defineSource({
  id: 'numberGroups',
  what: 'number groups',
  scope: 'Numbers',
  from: { request: relay('GET', '/number_groups'), items: 'data' },
  value: 'id',
  label: '{name} {id}',
})

/** The hooks of this installation, as addresses for status callbacks. */
export const hooks = defineSource({
  id: 'hooks',
  what: 'hooks',
  from: { local: 'hooks' },
  value: 'url',
  label: '{name} {url}',
})

/** Every source. */
export const sources = Object.freeze([
  voiceNumbers,
  faxNumbers,
  smsNumbers,
  applications,
  recentCalls,
  recentMessages,
  numberGroups,
  hooks,
] as const)
