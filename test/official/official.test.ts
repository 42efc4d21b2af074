import { describe, expect, it } from 'vitest'
import {
  createReplyValidator,
  officialDocuments,
  officialOperation,
  officialSchema,
  officialWebhook,
  type Reply,
  referenceDocuments,
  referenceFolder,
  validateReply,
  whyNoReference,
} from './official.js'

const ACCOUNT = '5d6f1c1e-0b1a-4c0e-9a53-2f8f4a6c7d10'
const SID = '0d7c9c3e-4f57-4a39-8c1d-6a1f6f1f2b77'
const LAML = `/api/laml/2010-04-01/Accounts/${ACCOUNT}`
const RELAY = '/api/relay/rest'

const CALL = {
  sid: SID,
  account_sid: ACCOUNT,
  date_created: 'Tue, 02 Jan 2024 10:00:00 +0000',
  date_updated: 'Tue, 02 Jan 2024 10:00:00 +0000',
  parent_call_sid: null,
  to: '+12025550101',
  formatted_to: '(202) 555-0101',
  to_formatted: '(202) 555-0101',
  from: '+12025550100',
  formatted_from: '(202) 555-0100',
  from_formatted: '(202) 555-0100',
  phone_number_sid: null,
  status: 'queued',
  start_time: null,
  end_time: null,
  duration: 0,
  price: null,
  price_unit: 'USD',
  direction: 'outbound',
  answered_by: null,
  api_version: '2010-04-01',
  forwarded_from: null,
  caller_name: null,
  uri: `${LAML}/Calls/${SID}`,
  subresource_uris: { notifications: null, recordings: `${LAML}/Calls/${SID}/Recordings` },
  annotation: null,
  group_sid: null,
  audio_in_mos: null,
  sip_result_code: null,
  audio_rtt_avg: null,
  audio_rtt_min: null,
  audio_rtt_max: null,
  audio_out_jitter_min: null,
  audio_out_jitter_max: null,
  audio_out_jitter_avg: null,
  audio_out_lost: null,
}
const NUMBER_GROUP = { id: SID, name: 'Support', sticky_sender: false, phone_number_count: 2 }
const folder = referenceFolder()

const SOURCES = [
  { source: 'the extract', skipped: false, documents: officialDocuments },
  {
    source: `the official files (${folder ? 'present' : whyNoReference})`,
    skipped: folder === undefined,
    documents: () => referenceDocuments(folder ?? ''),
  },
]

for (const { source, skipped, documents } of SOURCES) {
  describe.skipIf(skipped)(`replies compared with ${source}`, () => {
    const validate = skipped ? () => [] : createReplyValidator(documents())
    const retrieved = (body: unknown): Reply => ({
      method: 'GET',
      path: `${LAML}/Calls/${SID}`,
      status: 200,
      contentType: 'application/json; charset=utf-8',
      body,
    })

    it('accept a documented call, with and without .json and a query', () => {
      expect(validate(retrieved(CALL))).toEqual([])
      expect(validate({ ...retrieved(CALL), path: `${LAML}/Calls/${SID}.json` })).toEqual([])
      expect(validate({ ...retrieved(CALL), method: 'post', path: `${LAML}/Calls.json?x=1` })).toEqual([])
    })

    it('refuse a missing key', () => {
      const { direction: _, ...body } = CALL
      expect(validate(retrieved(body))).toEqual([expect.stringContaining("must have required property 'direction'")])
    })

    it('refuse an undocumented key, also deep inside', () => {
      expect(validate(retrieved({ ...CALL, colour: 'red' }))).toEqual([
        `GET ${LAML}/Calls/${SID} 200: /colour is not a documented key`,
      ])
      const subresource_uris = { ...CALL.subresource_uris, colours: '/colours' }
      expect(validate(retrieved({ ...CALL, subresource_uris }))).toEqual([
        expect.stringContaining('/subresource_uris/colours is not a documented key'),
      ])
    })

    it('refuse a value outside an enum, a wrong type and a wrong format', () => {
      expect(validate(retrieved({ ...CALL, status: 'sleeping' }))).toEqual([
        expect.stringContaining('/status must be one of queued, ringing, in-progress'),
      ])
      expect(validate(retrieved({ ...CALL, duration: '12' }))).toEqual([
        expect.stringContaining('/duration must be integer'),
      ])
      expect(validate(retrieved({ ...CALL, sid: 'CA1' }))).toEqual([
        expect.stringContaining('/sid must match format "uuid"'),
      ])
    })

    it('refuse a wrong item of a list', () => {
      const list = (calls: unknown[]) => {
        const page = { uri: LAML, first_page_uri: LAML, next_page_uri: null, previous_page_uri: null }
        return { ...retrieved({ ...page, page: 0, page_size: 50, calls }), path: `${LAML}/Calls` }
      }
      expect(validate(list([CALL, CALL]))).toEqual([])
      expect(validate(list([CALL, { ...CALL, to: 1 }]))).toEqual([
        expect.stringContaining('/calls/1/to must be string'),
      ])
    })

    it('refuse a status that is not documented for the operation', () => {
      expect(validate({ ...retrieved(CALL), status: 201 })).toEqual([
        expect.stringContaining('status 201 is not documented for retrieve_a_call (200, 400, 401, 404)'),
      ])
      expect(validate({ ...retrieved(CALL), method: 'POST', path: `${LAML}/Messages`, status: 200 })).toEqual([
        expect.stringContaining('status 200 is not documented for create_message (201,'),
      ])
    })

    it('refuse another content type or none', () => {
      expect(validate({ ...retrieved(CALL), contentType: 'text/html' })).toEqual([
        expect.stringContaining('content type text/html instead of application/json'),
      ])
      expect(validate({ ...retrieved(CALL), contentType: null })).toEqual([expect.stringContaining('(none)')])
    })

    it('refuse a body where none is documented', () => {
      const deleted = { method: 'DELETE', path: `${LAML}/Calls/${SID}`, status: 204 }
      expect(validate(deleted)).toEqual([])
      expect(validate({ ...deleted, contentType: 'application/json', body: {} })).toEqual([
        expect.stringContaining('documented without a body'),
      ])
    })

    it('refuse what is no operation: unknown path, prefix missing, other method, deeper path', () => {
      const unknown: Pick<Reply, 'method' | 'path'>[] = [
        { method: 'GET', path: `${LAML}/Colours` },
        { method: 'GET', path: `/Accounts/${ACCOUNT}/Calls` },
        { method: 'PATCH', path: `${LAML}/Calls/${SID}` },
        { method: 'GET', path: `${LAML}/Calls/${SID}/Colours/1` },
        { method: 'GET', path: `${RELAY}/phone_numbers.json` },
      ]
      for (const asked of unknown) {
        expect(validate({ ...retrieved(CALL), ...asked })).toEqual([expect.stringContaining('no such operation')])
      }
    })

    it('know the error bodies: flat, and a list where creating a call fails', () => {
      const error = { code: 20404, message: 'Not found', more_info: 'https://example.com/20404', status: 404 }
      const missing = { ...retrieved(error), status: 404 }
      expect(validate(missing)).toEqual([])
      expect(validate({ ...missing, body: { ...error, code: '20404' } })).toEqual([
        expect.stringContaining('/code must be integer'),
      ])
      const created = { ...retrieved({ errors: [] }), method: 'POST', path: `${LAML}/Calls`, status: 400 }
      expect(validate(created)).toEqual([])
      expect(validate({ ...created, body: error })).not.toEqual([])
    })

    it('refuse a bare number in place of any documented body of any operation', () => {
      const accepted: string[] = []
      for (const [file, document] of Object.entries(documents())) {
        const prefix = file === 'compatibility' ? '/api/laml/2010-04-01' : ''
        for (const [template, item] of Object.entries(document.paths)) {
          for (const [method, { operationId, responses }] of Object.entries(item)) {
            const path = prefix + template.replace(/\{\w+\}/g, SID)
            for (const status of Object.keys(responses)) {
              const problems = validate({
                method,
                path,
                status: Number(status),
                contentType: 'application/json',
                body: 1,
              })
              const refused = /\/ must be object|documented without a body/.test(problems.join())
              if (!refused) accepted.push(`${operationId} ${status}: ${problems.join()}`)
            }
          }
        }
      }
      expect(accepted).toEqual([])
    })

    it('cover the relay API', () => {
      const group = { ...retrieved(NUMBER_GROUP), path: `${RELAY}/number_groups/${SID}` }
      expect(validate(group)).toEqual([])
      expect(validate({ ...group, body: { ...NUMBER_GROUP, members: [] } })).toEqual([
        expect.stringContaining('/members is not a documented key'),
      ])
      const denied = { ...group, status: 401, body: { error: 'Unauthorized' } }
      expect(validate(denied)).toEqual([])
      expect(validate({ ...denied, body: { error: 'Go away' } })).toEqual([
        expect.stringContaining('/error must be one of Unauthorized'),
      ])
      const lookup = { ...retrieved({ e164: '+12025550100' }), path: `${RELAY}/lookup/phone_number/%2B12025550100` }
      expect(validate(lookup)).toEqual([])
      expect(validate({ ...lookup, body: { e164: 12025550100 } })).not.toEqual([])
    })
  })
}

describe('the facts of the extract', () => {
  it('name an operation with method, path, parameters, body and replies', () => {
    const { method, path, parameters, requestBody, responses } = officialOperation('create_a_call')
    expect({ method, path }).toEqual({ method: 'POST', path: '/Accounts/{AccountSid}/Calls' })
    expect(parameters).toEqual([
      { name: 'AccountSid', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
    ])
    expect(requestBody?.contentType).toBe('application/x-www-form-urlencoded')
    expect(requestBody?.required).toEqual(['To', 'From'])
    expect(requestBody?.properties.Timeout).toMatchObject({ type: 'integer', minimum: 1, maximum: 600, default: 60 })
    expect(requestBody?.properties.ApplicationSid).toEqual({ type: 'string', format: 'uuid' })
    expect(responses['200']?.schema?.properties?.status?.enum).toContain('no-answer')
    expect(officialOperation('delete_a_call').responses['204']).toEqual({})
  })

  it('keep the operator suffix of filters in the names of parameters', () => {
    const names = officialOperation('list_messages').parameters.map((each) => each.name)
    expect(names).toEqual(expect.arrayContaining(['DateSent', 'DateSent<', 'DateSent>', 'PageToken']))
  })

  it('name schemas and webhooks with references replaced', () => {
    expect(JSON.stringify(officialSchema('relay-numbers', 'PhoneNumberResponse'))).not.toContain('$ref')
    const voice = officialWebhook('voiceStatusCallback')
    expect(voice.required).toContain('SequenceNumber')
    expect(voice.enums.CallStatus).toContain('initiated')
    expect(voice.enums).not.toHaveProperty('CallSid')
    expect(voice.properties.SequenceNumber?.type).toBe('integer')
  })

  it('refuse names that do not exist and list those that do', () => {
    expect(() => officialOperation('create_call')).toThrow(/no operation "create_call"; it has .*create_a_call/)
    expect(() => officialSchema('compatibility', 'Colour')).toThrow(/no schema "Colour"/)
    expect(() => officialWebhook('toString')).toThrow(/no webhook "toString"; it has .*smsStatusCallback/)
  })

  it('are what validateReply compares with', () => {
    const reply = { method: 'GET', path: `${LAML}/Calls/${SID}`, status: 200, contentType: 'application/json' }
    expect(validateReply({ ...reply, body: CALL })).toEqual([])
    expect(validateReply({ ...reply, body: {} })).toHaveLength(Object.keys(CALL).length)
  })
})
