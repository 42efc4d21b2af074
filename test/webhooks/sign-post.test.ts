import { describe, expect, it } from 'vitest'
import { signPost } from '../../src/testing.js'
import { compatibilityApi, twilio } from './validators.js'

const key = 'PSKtest1234567890abcdef'
const url = 'https://example.ngrok.io/webhook'

describe('a signed post', () => {
  it('has the published signatures', () => {
    const params = { Body: "you're", From: '+15551234567', MessageSid: 'm-1', NumMedia: '0', To: '+15559876543' }
    expect(signPost({ key, url, params })).toEqual({
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'x-signalwire-signature': 'mIIKb7PlsqFY8QtzBKYjYcr7VsY=',
      },
      body: 'Body=you%27re&From=%2B15551234567&MessageSid=m-1&NumMedia=0&To=%2B15559876543',
    })
    const json = { event: 'call.state', params: { call_id: 'abc-123', state: 'answered' } }
    expect(signPost({ key, url, json }).headers).toEqual({
      'content-type': 'application/json',
      'x-signalwire-signature': 'c3c08c1fefaf9ee198a100d5906765a6f394bf0f',
    })
    expect(signPost({ key, url, json, scheme: 'bodySha256' }).headers).toEqual({
      'content-type': 'application/json',
      'x-signalwire-sha256-signature': '2a29f8a92b11df39da80c3b185fd62173d49c294184da585ff951eae4433571c',
    })
  })

  it.each([twilio, compatibilityApi])('is accepted by $name as a form, as a GET and as JSON', (validator) => {
    const params = { Body: "it's", From: '+12025550142' }
    const signature = (request: { headers: Readonly<Record<string, string>> }) =>
      request.headers['x-signalwire-signature'] ?? ''
    const form = signPost({ key, url, params })
    expect(validator.accepts(key, signature(form), form.url, Object.entries(params))).toBe(true)
    const got = signPost({ key, url: `${url}?a=1`, params, method: 'GET' })
    expect(got).toMatchObject({ url: `${url}?a=1&Body=it%27s&From=%2B12025550142`, body: '' })
    expect(validator.accepts(key, signature(got), got.url, [])).toBe(true)
    const json = signPost({ key, url, json: { a: 1 }, scheme: 'bodyHash' })
    expect(validator.acceptsBody(key, signature(json), json.url, json.body)).toBe(true)
    expect(validator.acceptsBody(key, signature(json), json.url, `${json.body} `)).toBe(false)
  })

  it('may use the other header name and repeat a parameter', () => {
    const request = signPost({
      key,
      url,
      params: [
        ['a', '1'],
        ['a', '2'],
      ],
      header: 'x-twilio-signature',
    })
    expect(request.body).toBe('a=1&a=2')
    expect(
      compatibilityApi.accepts(key, request.headers['x-twilio-signature'] ?? '', url, [
        ['a', '1'],
        ['a', '2'],
      ]),
    ).toBe(true)
  })

  it('needs a URL that can be signed', () => {
    expect(() => signPost({ key, url: 'example.com', params: { a: '1' }, method: 'GET' })).toThrow('http')
  })
})
