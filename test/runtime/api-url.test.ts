import { describe, expect, it } from 'vitest'
import { checkApiUrl, isLoopback } from '../../src/runtime/api-url.js'

const refusal = expect.objectContaining({ type: 'InvalidConfigurationError', code: 'invalid_api_url', retry: 'never' })

describe('an API URL', () => {
  it.each([
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
    ['http://127.0.0.1:4010/', 'http://127.0.0.1:4010'],
    ['http://127.0.0.1:4010/spaces/example//', 'http://127.0.0.1:4010/spaces/example'],
    ['HTTP://LOCALHOST:80', 'http://localhost'],
    ['http://[::1]:4010', 'http://[::1]:4010'],
    ['http://127.1', 'http://127.0.0.1'],
    ['http://127.9.8.7/', 'http://127.9.8.7'],
    ['https://localhost/a/../b', 'https://localhost/b'],
  ])('on this machine is taken: %s', (url, taken) => {
    expect(checkApiUrl(url, undefined)).toBe(taken)
    expect(isLoopback(url)).toBe(true)
  })

  it.each([
    'http://192.168.0.1:4010',
    'https://proxy.example.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://127.0.0.1x',
    'http://0.0.0.0:4010',
    'http://localhost.:4010',
    'http://[::ffff:10.0.0.1]:4010',
    'http://2130706434.example.com',
  ])('on another host is refused, and says whom to allow: %s', (url) => {
    expect(() => checkApiUrl(url, undefined)).toThrowError(refusal)
    if (URL.canParse(url))
      expect(() => checkApiUrl(url, undefined)).toThrowError(`--allow-api-host ${new URL(url).host}`)
  })

  it.each([
    'http://user:password@127.0.0.1:4010',
    'http://user@127.0.0.1',
    'http://127.0.0.1:4010/?a=b',
    'http://127.0.0.1:4010/#a',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '127.0.0.1:4010',
    '//127.0.0.1',
    '',
    'http://',
  ])('that is more or less than scheme, host and path is refused: %s', (url) => {
    expect(() => checkApiUrl(url, undefined)).toThrowError(refusal)
    expect(() => checkApiUrl(url, '127.0.0.1')).toThrowError(refusal)
  })

  it('on another host is taken where exactly that host is named, and only with https', () => {
    expect(checkApiUrl('https://proxy.example.com/signalwire/', 'proxy.example.com')).toBe(
      'https://proxy.example.com/signalwire',
    )
    expect(checkApiUrl('https://proxy.example.com:8443', 'proxy.example.com:8443')).toBe(
      'https://proxy.example.com:8443',
    )
    expect(() => checkApiUrl('https://proxy.example.com:8443', 'proxy.example.com')).toThrowError(refusal)
    expect(() => checkApiUrl('https://sub.proxy.example.com', 'proxy.example.com')).toThrowError(refusal)
    expect(() => checkApiUrl('http://proxy.example.com', 'proxy.example.com')).toThrowError(/must start with https/)
  })

  it('never repeats what stands before the host', () => {
    expect(() => checkApiUrl('http://user:hunter2222@evil.example.com', undefined)).toThrowError(
      expect.not.stringContaining('hunter2222'),
    )
  })
})
