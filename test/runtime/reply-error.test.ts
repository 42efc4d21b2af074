import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ConnectorError, isConnectorError } from '../../src/core/errors.js'
import { createRedactor } from '../../src/core/redact.js'
import { errorFromReply, isRetryableStatus, maxReasonLength } from '../../src/runtime/reply-error.js'

const secret = 'PT0123456789abcdef'
const { text: redact } = createRedactor([secret])
const now = Date.UTC(2026, 0, 1)

const errorOf = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): ConnectorError =>
  errorFromReply({ status, headers, body }, 'Create a Message', { redact, now })

const page = 'https://signalwire.com/docs/compatibility-api/rest/error-codes'

describe('the shapes of error bodies', () => {
  it('reads a LaML error', () => {
    const body = { code: 21610, message: 'Attempt to send to unsubscribed recipient', more_info: page, status: 400 }
    const error = errorOf(400, body)
    expect(error.message).toBe(
      'Create a Message failed: Attempt to send to unsubscribed recipient (SignalWire error 21610, HTTP 400). ' +
        'Do not send it again: the recipient must answer START to this number first.',
    )
    expect(error).toMatchObject({
      type: 'DataError',
      code: 'signalwire_21610',
      signalwireCode: '21610',
      status: 400,
      retry: 'never',
      helpUrl: page,
    })
  })

  it('reads a list of errors with codes, as creating a call gives it', () => {
    const error = errorOf(400, { errors: [{ code: '30010', message: 'It costs 0.008 per minute.', more_info: page }] })
    expect(error.message).toContain('failed: It costs 0.008 per minute (SignalWire error 30010, HTTP 400). Raise Max')
    expect(error).toMatchObject({ type: 'DataError', code: 'signalwire_30010', retry: 'never', helpUrl: page })
  })

  it('reads a list of texts', () => {
    const error = errorOf(422, { errors: ["Name can't be blank", 'Url is invalid.'] })
    expect(error.message).toContain("failed: Name can't be blank; Url is invalid (HTTP 422). ")
    expect(error).toMatchObject({ type: 'DataError', code: 'http_422', signalwireCode: undefined, helpUrl: undefined })
  })

  it('reads a Relay error, whose code only repeats the status', () => {
    const body = { errors: [{ detail: 'Too short', status: '422', title: 'Invalid Attribute', code: '422' }] }
    const error = errorOf(422, body)
    expect(error.message).toContain('failed: Too short (HTTP 422). ')
    expect(error).toMatchObject({ type: 'DataError', code: 'http_422', signalwireCode: undefined })
  })

  it('reads an error of the newer APIs, and names the parameter where the message does not', () => {
    const one = { type: 'validation_error', code: 'not_e164', message: 'Wrong format.', attribute: 'to', url: page }
    const error = errorOf(422, { errors: [one] })
    expect(error.message).toContain('failed: Wrong format (to) (SignalWire error not_e164, HTTP 422). Write it in')
    expect(errorOf(422, { errors: [{ ...one, attribute: 'format' }] }).message).not.toContain('(format)')
    expect(error).toMatchObject({ type: 'DataError', code: 'signalwire_not_e164', signalwireCode: 'not_e164' })
  })

  it('explains the status itself where the body only names it', () => {
    expect(errorOf(404, { error: 'Not Found' }).message).toContain('failed: There is no such thing in this project (')
    expect(errorOf(400, { code: 21617, message: 'Bad Request' }).message).toContain('The text of the message is too')
  })

  it.each([
    [
      'errors by field name',
      { errors: { name: ['is taken', 'is short'], to: 'is odd' } },
      'name is taken; name is short;',
    ],
    ['an error object', { error: { code: 21617, message: 'Too long' } }, 'Too long (SignalWire error 21617'],
    ['a bare list', [{ detail: 'First' }, 'Second'], 'First; Second (HTTP 400)'],
    ['a title alone', { errors: [{ title: 'Invalid Attribute' }] }, 'Invalid Attribute (HTTP 400)'],
    ['the same text twice', { message: 'Same.', errors: ['Same'] }, 'failed: Same (HTTP 400)'],
    ['a code alone', { code: 21617 }, 'The text of the message is too long (SignalWire error 21617'],
  ])('reads %s', (_what, body, expected) => {
    expect(errorOf(400, body).message).toContain(expected)
  })

  it('shows at most five messages and keeps the first code', () => {
    const errors = [1, 2, 3, 4, 5, 6].map((n) => ({ message: `Reason ${n}`, code: n > 2 ? `2160${n}` : undefined }))
    const error = errorOf(400, { errors })
    expect(error.message).toContain('Reason 1; Reason 2; Reason 3; Reason 4; Reason 5 (SignalWire error 21603,')
  })

  it.each([
    ['empty', ''],
    ['missing', undefined],
    ['plain text', 'upstream connect error or disconnect/reset before headers'],
    ['bytes', Buffer.from('{"message":"bytes"}')],
    ['a number', 7],
    ['an object that says nothing', { foo: { message: 'deep' }, code: 0, message: ' ' }],
  ])('explains the status where the body is %s', (_what, body) => {
    expect(errorOf(500, body).message).toBe(
      'Create a Message failed: SignalWire met an internal error (HTTP 500). ' +
        'Try again later, and tell SignalWire support if it goes on.',
    )
  })

  it('says that a web page came instead of an answer of the API, without showing it', () => {
    const { message } = errorOf(502, '\n <!DOCTYPE html><h1>nginx</h1>')
    expect(message).toContain('the answer is a web page, not one of its API (HTTP 502)')
    expect(message).not.toContain('nginx')
  })
})

describe('the HTTP status decides where no code does', () => {
  it.each([
    [400, 'DataError', 'never'],
    [401, 'InvalidAccessTokenError', 'never'],
    [402, 'DataError', 'later'],
    [403, 'RuntimeError', 'never'],
    [404, 'DataError', 'never'],
    [405, 'RuntimeError', 'never'],
    [408, 'ModuleTimeoutError', 'later'],
    [409, 'DuplicateDataError', 'never'],
    [410, 'DataError', 'never'],
    [413, 'DataError', 'never'],
    [422, 'DataError', 'never'],
    [429, 'RateLimitError', 'later'],
    [500, 'ConnectionError', 'later'],
    [503, 'ConnectionError', 'later'],
    [599, 'ConnectionError', 'later'],
    [304, 'RuntimeError', 'never'],
    [600, 'RuntimeError', 'never'],
    [0, 'RuntimeError', 'never'],
  ])('%i is %s, to be tried again: %s', (status, type, retry) => {
    expect(errorOf(status, '')).toMatchObject({ name: type, type, retry, status, code: `http_${status}` })
  })

  it('says of a 401 that the token may lack a scope', () => {
    expect(errorOf(401, '').advice).toMatch(/scope/)
  })

  it.each([301, 302, 303, 307, 308])('%i is a redirect that is not followed', (status) => {
    const error = errorOf(status, '', { location: 'https://elsewhere.example.com/login?next=1' })
    expect(error).toMatchObject({ type: 'RuntimeError', code: 'redirected', retry: 'never' })
    expect(error.message).toContain('credentials are never sent along one; it leads to elsewhere.example.com (HTTP')
    expect(errorOf(status, '', { location: '/here' }).message).toContain('never sent along one (HTTP')
    expect(errorOf(status, '', { location: `https://${secret}.example.com/` }).message).toContain('along one (HTTP')
  })

  it.each([200, 301, 400, 404, 428, 430, 499, 600])('%i is not worth repeating', (status) => {
    expect(isRetryableStatus(status)).toBe(false)
  })

  it.each([429, 500, 502, 503, 504, 599])('%i is worth repeating', (status) => {
    expect(isRetryableStatus(status)).toBe(true)
  })
})

describe('an error code says more than the status', () => {
  it.each([
    [400, 20003, 'InvalidAccessTokenError', 'never'],
    [400, 20429, 'RateLimitError', 'later'],
    [400, 21611, 'RateLimitError', 'later'],
    [400, 30022, 'RateLimitError', 'later'],
    [429, 21610, 'DataError', 'never'],
    [400, 30002, 'DataError', 'later'],
    [422, 20009, 'DataError', 'later'],
    [400, 20404, 'DataError', 'never'],
    [400, 21717, 'RuntimeError', 'never'],
    [422, 'not_unique_within_project', 'DuplicateDataError', 'never'],
    [422, 'rate_limit_exceeded', 'RateLimitError', 'later'],
  ])('HTTP %i with %s is %s, to be tried again: %s', (status, code, type, retry) => {
    expect(errorOf(status, { code, message: 'No' })).toMatchObject({ type, retry, code: `signalwire_${code}` })
  })

  it('but a 403 never stops the scenario, because the token may be good for everything else', () => {
    expect(errorOf(403, { code: 20003, message: 'Blocked' })).toMatchObject({ type: 'RuntimeError', retry: 'never' })
  })

  it.each(['99999', 'some_new_code', 'constructor', '__proto__'])('keeps the unknown code %s', (code) => {
    const error = errorOf(400, { errors: [{ code, message: 'No' }] })
    expect(error).toMatchObject({ type: 'DataError', code: `signalwire_${code}`, signalwireCode: code, retry: 'never' })
    expect(error.helpUrl).toBeUndefined()
  })

  it.each([['two words'], ['a'.repeat(65)], ['<b>'], [Number.NaN], [null], [{}], ['']])(
    'takes %j for no code',
    (code) => {
      expect(errorOf(400, { code, message: 'No' }).code).toBe('http_400')
    },
  )
})

describe('when to try again', () => {
  const retryOf = (status: number, body: unknown) => errorOf(status, body, { 'retry-after': '7' }).retry

  it('is when SignalWire says so', () => {
    expect(retryOf(429, '')).toEqual({ afterMs: 7_000 })
    expect(retryOf(503, '')).toEqual({ afterMs: 7_000 })
    expect(retryOf(400, { code: 21611 })).toEqual({ afterMs: 7_000 })
    expect(errorOf(429, '', { 'retry-after': 'Thu, 01 Jan 2026 00:01:30 GMT' }).retry).toEqual({ afterMs: 90_000 })
    expect(errorOf(429, '', { 'retry-after': 'soon' }).retry).toBe('later')
  })

  it('is never where trying again cannot help, whatever SignalWire says', () => {
    expect(retryOf(400, '')).toBe('never')
    expect(retryOf(429, { code: 21610 })).toBe('never')
  })
})

describe('the help link', () => {
  const helpOf = (more_info: unknown, code: unknown = 21610) => errorOf(400, { code, message: 'No', more_info }).helpUrl

  it.each([page, 'https://signalwire.com/docs', 'https://developer.signalwire.com/x?y=1#z'])('believes %s', (link) => {
    expect(helpOf(link)).toBe(link)
  })

  it.each([
    'http://signalwire.com/docs',
    'https://signalwire.com.example.com/',
    'https://notsignalwire.com/',
    'https://signalwire.com@example.com/',
    'https://user:pass@signalwire.com/',
    'https://signalwire.com:8443/',
    `https://signalwire.com/?token=${secret}`,
    `https://signalwire.com/${'a'.repeat(300)}`,
    'javascript:alert(1)',
    '//signalwire.com/',
    7,
    undefined,
  ])('links to the documented code instead of %s', (link) => {
    expect(helpOf(link)).toBe(`${page}#21610`)
    expect(helpOf(link, 'invalid_parameter')).toBe('https://signalwire.com/docs/apis/error-codes#invalid_parameter')
    expect(helpOf(link, 99999)).toBeUndefined()
  })
})

describe('hostile bodies', () => {
  it('cuts a long message, and drops what is no message at all', () => {
    const { message } = errorOf(400, { message: '😀'.repeat(1000) })
    expect(message).toContain(`failed: ${'😀'.repeat(maxReasonLength - 1)}… (HTTP 400)`)
    expect(errorOf(400, { message: 'x'.repeat(1_000_000) }).message).toContain('SignalWire refused the values (')
  })

  it('takes out control characters and invisible ones', () => {
    const { message } = errorOf(400, { message: 'a\u0000b\r\n\u001b[31mc\u202ed\u200be\u2028f\ud800g' })
    expect(message).toContain('failed: a b [31mcde fg (HTTP 400)')
  })

  it('shows no secret, not one that is split, cut, or given as code', () => {
    const hidden = [
      { message: `Token ${secret} is bad` },
      { message: `Token ${secret.slice(0, 5)}\u200b${secret.slice(5)} is bad` },
      { message: `${'x'.repeat(maxReasonLength - 10)}${secret}` },
      { code: secret, message: 'No' },
      { errors: { [secret]: ['is bad'] } },
      { errors: [{ message: 'No', attribute: secret }] },
    ]
    for (const body of hidden) {
      const { message, code, signalwireCode } = errorOf(400, body)
      const shown = JSON.stringify([message, code, signalwireCode])
      expect(shown).not.toContain(secret.slice(0, 8))
    }
    expect(errorOf(400, hidden[0]).message).toContain('Token [secret] is bad')
  })

  it('shows no password whose spaces would be cleaned away', () => {
    const reply = { status: 400, headers: {}, body: { message: 'Got open  the  door' } }
    const options = { redact: createRedactor(['open  the  door']).text, now }
    expect(errorFromReply(reply, 'Create a Call', options).message).toContain('failed: Got [secret] (HTTP 400)')
  })

  const words = fc.oneof(fc.string({ unit: 'binary' }), fc.constant(secret), fc.constant('Bad Request'))
  const odd = fc.anything({ withNullPrototype: true, withBigInt: true, values: [words] })
  const one = fc.record(
    { code: odd, message: odd, detail: words, title: words, attribute: words, more_info: words, url: odd },
    { requiredKeys: [] },
  )
  const bodies = fc.oneof(
    odd,
    one,
    fc.record({ errors: fc.oneof(fc.array(fc.oneof(one, words)), odd, fc.dictionary(words, odd)) }),
    fc.record({ error: fc.oneof(one, odd) }),
    words.map((word) => ({ message: `${word}${secret}${'\u0007'.repeat(3)}${word.repeat(40)}` })),
  )
  const headers = fc.dictionary(fc.constantFrom('retry-after', 'location'), words)
  const statuses = fc.oneof(fc.integer(), fc.integer({ min: 300, max: 599 }))

  it('never throw, and never get more than a bounded, printable line without secrets into the error', () => {
    fc.assert(
      fc.property(statuses, bodies, headers, (status, body, found) => {
        const error = errorOf(status, body, found)
        expect(isConnectorError(error)).toBe(true)
        expect(error.message.length).toBeLessThan(maxReasonLength * 2 + 700)
        expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
        expect(error.message).toMatch(/^Create a Message failed: .+\(.*HTTP -?\d+\)\. .+\.$/)
        expect(error.message.endsWith(error.advice)).toBe(true)
        expect(JSON.stringify(error)).not.toContain(secret)
        expect(error.code).toMatch(/^(http_|signalwire_|redirected)/)
      }),
      { numRuns: 2000 },
    )
  })
})
