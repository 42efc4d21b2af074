import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  createCall,
  createMessage,
  getCall,
  makeApiCall,
  searchCalls,
  updateCall,
  watchCalls,
} from '../../modules/index.js'
import { ConnectorError } from '../../src/core/errors.js'
import { type ParsedInput, parseInput } from '../../src/runtime/parse.js'

type Form = Parameters<typeof parseInput>[0]

const parse = (form: Form, input: unknown, timeZone = 'UTC'): ParsedInput => parseInput(form, input, { timeZone })

function refusal(form: Form, input: unknown): ConnectorError {
  try {
    parse(form, input)
  } catch (thrown) {
    if (thrown instanceof ConnectorError) return thrown
    throw thrown
  }
  throw new Error('The input was accepted.')
}

const issuesOf = (form: Form, input: unknown) =>
  (refusal(form, input).issues ?? []).map(({ key, message }) => [key, message])

const sid = 'c1e08b6d-2f4a-4d7c-b5a9-70d3e9f16b82'
const message = { to: '+12025550142', from: '+12025550101', contentType: 'body', body: 'Hello' } as const
const call = { callIdentifier: 'url', url: 'https://example.com/a', from: '+12025550101', to: '+12025550142' } as const

describe('a right input', () => {
  it('is returned with the fields that exist for it, in the order shown', () => {
    const { values, fields } = parse(createMessage, message)
    expect(values).toEqual(message)
    expect([...fields.keys()].slice(0, 4)).toEqual(['to', 'from', 'contentType', 'body'])
    expectTypeOf(values).toEqualTypeOf<Readonly<Record<string, unknown>>>()
  })

  it("gets the host's initial values, and none of the API's defaults", () => {
    expect(parse(searchCalls, {}).values).toEqual({ limit: 10, endTimeType: 'equal' })
    expect(parse(makeApiCall, { url: '/api' }).values).toEqual({ url: '/api', method: 'GET' })
    expect(parse(createCall, call).values).toEqual(call)
  })

  it('keeps what is false, zero or undefined in its meaning', () => {
    const { values } = parse(createCall, { ...call, record: false, asyncAmd: false, callerId: undefined })
    expect(values).toMatchObject({ record: false, asyncAmd: false })
    expect(values.callerId).toBeUndefined()
    expect(parse(makeApiCall, { url: '/api', method: 'POST', body: 0 }).values.body).toBe(0)
    expect(parse(makeApiCall, { url: '/api', method: 'POST', body: false }).values.body).toBe(false)
    expect(parse(makeApiCall, { url: '/api', method: 'POST', body: '' }).values.body).toBe('')
    expect(parse(makeApiCall, { url: '/api', method: 'POST', body: null }).values.body).toBeNull()
  })

  it('reads dates in the zone given', () => {
    const { values } = parse(searchCalls, { startTime: '2026-01-05 09:30' }, 'Europe/Berlin')
    expect(values.startTime).toEqual({ instant: new Date('2026-01-05T08:30:00Z') })
  })

  it('is not changed', () => {
    const input = Object.freeze({ startTime: '2026-01-05' })
    parse(searchCalls, input)
    expect(input).toEqual({ startTime: '2026-01-05' })
  })
})

describe('a wrong input', () => {
  it('is refused with everything that is wrong at once, by label and key', () => {
    const error = refusal(createCall, {
      callIdentifier: 'url',
      url: 'ftp://example.com',
      from: '+1 202',
      timeout: 601,
      record: 'yes',
      statusCallbackEvent: ['answered', 'waving'],
      maxPricePerMinute: '1e3',
      frm: 'x',
    })
    expect(error).toMatchObject({ type: 'BundleValidationError', code: 'invalid_input', retry: 'never' })
    const lines = Object.fromEntries(
      (error.issues ?? []).map(({ key, label, message }) => [key, `${label}: ${message}`]),
    )
    expect(lines).toEqual({
      frm: 'frm: is not a field of Create a Call; did you mean from?',
      url: 'Call URL: must be an absolute URL that starts with http:// or https://, without spaces',
      from: 'From: must be a phone number, a SIP address or a client name, without spaces',
      to: 'To: is required',
      record: 'Record: must be true or false',
      'statusCallbackEvent.1':
        'Status Callback Event: entry 2 must be one of initiated, ringing, answered, completed, ringing_forwarded, ringing_queued',
      timeout: 'Timeout: must be a whole number of seconds from 1 to 600',
      maxPricePerMinute:
        'Max Price Per Minute: must be a plain decimal in quotes, not negative, with up to 4 decimals, such as 0.05',
    })
    expect(error.message).toMatch(/^Create a Call was not run\. /)
    expect(error.message).toContain('Timeout (timeout) must be a whole number of seconds from 1 to 600.')
    expect(error.message).toContain('did you mean from? ')
  })

  it.each([
    ['null', null],
    ['a list', []],
    ['a text', 'limit'],
    ['a number', 5],
    ['nothing', undefined],
    ['a Date', new Date(0)],
  ])('is refused where it is %s', (_, input) => {
    expect(issuesOf(searchCalls, input)).toEqual([['', 'The input must be an object with one key for each field']])
  })

  it('is told once where one value breaks two limits', () => {
    expect(issuesOf(searchCalls, { limit: -0.5 })).toEqual([['limit', 'must be a whole number, at least 1']])
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 1.5, -1, '5', null, [5], true])(
    'has the limit %s',
    (limit) => {
      expect(issuesOf(searchCalls, { limit })).toEqual([['limit', 'must be a whole number, at least 1']])
    },
  )

  it('has null in a field that could be left out', () => {
    expect(issuesOf(createCall, { ...call, callerId: null, record: null, method: null })).toEqual([
      ['method', 'must be one of GET, POST'],
      ['callerId', 'must be a phone number, a SIP address or a client name, without spaces'],
      ['record', 'must be true or false'],
    ])
  })

  it('has an empty text where a text is expected', () => {
    expect(issuesOf(createMessage, { ...message, body: '' })).toEqual([['body', 'must not be empty']])
  })

  it('has a list with too few, too many or wrong entries', () => {
    const media = (mediaUrl: unknown) =>
      issuesOf(createMessage, { to: message.to, from: message.from, contentType: 'media', mediaUrl })
    expect(media([])).toEqual([['mediaUrl', 'must have at least 1 item']])
    expect(media(Array.from({ length: 9 }, () => 'https://example.com/a.jpg'))).toEqual([
      ['mediaUrl', 'must have at most 8 items'],
    ])
    expect(media(['https://example.com/a.jpg', 'a.jpg'])).toEqual([
      ['mediaUrl.1', 'entry 2 must be an absolute URL that starts with http:// or https://, without spaces'],
    ])
    expect(media('https://example.com/a.jpg')).toEqual([['mediaUrl', 'must be a list']])
  })

  it('names a value twice in a multiple selection', () => {
    expect(issuesOf(createCall, { ...call, statusCallbackEvent: ['ringing', 'ringing'] })).toEqual([
      ['statusCallbackEvent', 'must not name a value twice'],
    ])
  })

  it('has pairs that are none', () => {
    const headers = [{ key: '', value: 'x' }, { key: 'A', value: 1 }, { key: 'A', value: 'b', extra: 'c' }, 'A: b']
    expect(issuesOf(makeApiCall, { url: '/api', headers })).toEqual([
      ['headers.0.key', 'entry 1 key must not be empty'],
      ['headers.1.value', 'entry 2 value must be a text'],
      ['headers.2', 'entry 3 must be a pair { key, value } and nothing else'],
      ['headers.3', 'entry 4 must be a pair { key, value } and nothing else'],
    ])
  })

  it('counts characters as people do', () => {
    expect(parse(createMessage, { ...message, body: '😀'.repeat(1600) }).values.body).toHaveLength(3200)
    expect(issuesOf(createMessage, { ...message, body: '😀'.repeat(1601) })).toEqual([
      ['body', 'must have at most 1600 characters; it has 1601'],
    ])
  })
})

describe('dates', () => {
  it('are refused with the forms that are read', () => {
    expect(issuesOf(searchCalls, { startTime: 'yesterday' })[0]?.[1]).toMatch(/^must be an ISO 8601 date .* RFC 2822/)
    expect(issuesOf(searchCalls, { startTime: '' })[0]?.[1]).toMatch(/^must be an ISO 8601 date/)
    expect(issuesOf(searchCalls, { endTime: '2026-02-30' })).toEqual([
      ['endTime', 'names a day or a time that does not exist'],
    ])
  })

  it.each([5, true, null, {}, ['2026-01-05'], new Date(Number.NaN)])(
    'are refused once where they are %s',
    (startTime) => {
      expect(issuesOf(searchCalls, { startTime })).toEqual([['startTime', 'must be a date']])
    },
  )

  it('are told from an unknown time zone', () => {
    expect(() => parse(searchCalls, { startTime: '2026-01-05' }, 'Mars/Olympus')).toThrowError(
      expect.objectContaining({ code: 'invalid_time_zone' }),
    )
  })
})

describe('rules across fields', () => {
  it('demand one of several fields', () => {
    const { from: _, ...anonymous } = message
    expect(issuesOf(createMessage, anonymous)).toEqual([
      ['', 'From or Message Service SID is needed: fill one of them'],
    ])
    expect(refusal(createMessage, anonymous).message).toBe(
      'Create a Message was not run. From or Message Service SID is needed: fill one of them.',
    )
    expect(parse(createMessage, { ...anonymous, messagingServiceSid: sid }).values.messagingServiceSid).toBe(sid)
  })

  it('count false as filled', () => {
    expect(parse(updateCall, { callSid: sid, record: false }).values.record).toBe(false)
    expect(issuesOf(updateCall, { callSid: sid })).toEqual([
      ['', 'There is nothing to update: fill at least one field besides Call SID'],
    ])
    expect(issuesOf(updateCall, { callSid: sid, callIdentifier: 'url' })).toHaveLength(1)
  })

  it('refuse two that exclude each other', () => {
    const input = { callSid: sid, status: 'completed', callIdentifier: 'url', url: 'https://example.com/a' }
    expect(issuesOf(updateCall, input)).toEqual([
      ['', 'Status ends the call, so it cannot go together with a new Call URL: fill one of them'],
    ])
  })
})

describe('a limit of 0', () => {
  it.each([searchCalls, watchCalls])('is a wrong configuration, as in hosts', (module) => {
    expect(refusal(module, { limit: 0 })).toMatchObject({ type: 'InvalidConfigurationError', code: 'limit_zero' })
    expect(refusal(module, { limit: -1 })).toMatchObject({ type: 'BundleValidationError' })
    expect(parse(module, { limit: 1 }).values.limit).toBe(1)
  })

  it('is one mistake of several where there are more', () => {
    expect(refusal(searchCalls, { limit: 0, status: 'x' })).toMatchObject({ type: 'BundleValidationError' })
  })

  it('is an unknown key where there is no such field', () => {
    expect(refusal(getCall, { callSid: sid, limit: 0 })).toMatchObject({ type: 'BundleValidationError' })
  })
})
