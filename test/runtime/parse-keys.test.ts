import { describe, expect, it } from 'vitest'
import { createCall, createMessage, getCall, makeApiCall, searchCalls, updateCall } from '../../modules/index.js'
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

describe('unknown keys', () => {
  it('are refused, with the nearest field where there is one', () => {
    expect(issuesOf(createMessage, { ...message, Body: 'x', statuscallback: 'x', colour: 'x' })).toEqual([
      ['Body', 'is not a field of Create a Message; did you mean body?'],
      ['statuscallback', 'is not a field of Create a Message; did you mean statusCallback?'],
      ['colour', 'is not a field of Create a Message'],
    ])
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])('are refused where one is %j', (key) => {
    const input: unknown = JSON.parse(`{"callSid":"${sid}",${JSON.stringify(key)}:{"callSid":"x"}}`)
    expect(issuesOf(getCall, input)).toEqual([[key, 'is not a field of Get a Call']])
  })

  it('never reach the prototype of anything', () => {
    refusal(getCall, JSON.parse('{"callSid":"x","__proto__":{"polluted":true}}'))
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  it('that hold undefined count as left out', () => {
    expect(parse(getCall, { callSid: sid, colour: undefined }).values).toEqual({ callSid: sid })
  })

  it('are printed without what steers a terminal, and not at full length', () => {
    const error = refusal(getCall, { callSid: sid, [`\u001b[2J${'k'.repeat(1_000_000)}`]: 1 })
    expect(error.message).not.toContain('\u001b')
    expect(JSON.stringify(error).length).toBeLessThan(1000)
  })
})

describe('fields of an option that is not chosen', () => {
  it('are refused with the options that have them', () => {
    expect(issuesOf(createMessage, { ...message, mediaUrl: ['https://example.com/a.jpg'] })).toEqual([
      ['mediaUrl', 'exists only where Content Type (contentType) is media, which is body here'],
    ])
    expect(issuesOf(updateCall, { callSid: sid, fallbackMethod: 'GET' })).toEqual([
      ['fallbackMethod', 'exists only where Call Identifier (callIdentifier) is url, which is not filled'],
    ])
  })

  it('are nobody’s fault where the option itself does not exist', () => {
    expect(issuesOf(createMessage, { ...message, contentType: 'smell' })).toEqual([
      ['contentType', 'must be one of body, media'],
    ])
  })

  it('may have a key that the chosen option has too', () => {
    const media = { ...message, contentType: 'media', mediaUrl: ['https://example.com/a.jpg'] }
    expect(parse(createMessage, media).values).toEqual(media)
  })

  it.each(['constructor', '__proto__', 'toString', '', 5, null, {}])(
    'cannot be reached with the option %j',
    (contentType) => {
      expect(issuesOf(createMessage, { ...message, contentType })).toEqual([
        ['contentType', 'must be one of body, media'],
      ])
    },
  )
})

describe('huge inputs', () => {
  it('end in a short refusal', () => {
    const keys = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`key${index}`, index]))
    const error = refusal(searchCalls, keys)
    expect(error.issues).toHaveLength(50)
    expect(error.message).toMatch(/19950 more mistakes are not named here\.$/)
    const entries = refusal(makeApiCall, { url: '/api', headers: Array.from({ length: 20_000 }, () => 'x') })
    expect(entries.issues).toHaveLength(50)
  })

  it('do not keep the patterns busy', () => {
    const long = 'a'.repeat(200_000)
    expect(issuesOf(createCall, { ...call, url: `http://${long} ` })).toHaveLength(1)
    expect(issuesOf(createCall, { ...call, maxPricePerMinute: `${'1'.repeat(200_000)}x` })).toHaveLength(1)
    expect(issuesOf(createCall, { ...call, sendDigits: '1'.repeat(200_000) })).toHaveLength(1)
    expect(issuesOf(createCall, { ...call, from: long })).toHaveLength(1)
    expect(issuesOf(searchCalls, { startTime: '1'.repeat(200_000) })).toHaveLength(1)
    expect(issuesOf(createMessage, { ...message, to: `+${'1'.repeat(200_000)}` })).toHaveLength(1)
  })
})
