import { describe, expect, it } from 'vitest'
import { checkPublicUrl, publicUrlCandidates, type ReceivedAt, trustProxies } from '../../webhooks/public-url.js'

const publicUrl = 'https://hooks.example.com'
const target = "/hooks/1/call?b=%7e'&a=+@:"
const candidates = (over: Partial<ReceivedAt> = {}) =>
  publicUrlCandidates({ publicUrl, target, headers: {}, remoteAddress: '127.0.0.1', ...over })

describe('the URLs that a post may have been sent to', () => {
  it('are the configured one with the target exactly as sent', () => {
    expect(candidates()).toEqual([publicUrl + target])
    expect(candidates({ publicUrl: 'http://u:p@h.example.com:8080#ot=500' })).toEqual([
      `http://u:p@h.example.com:8080${target}#ot=500`,
    ])
  })

  it('have the path that a proxy takes away, and not twice where it does not', () => {
    const behind = `${publicUrl}/signalwire`
    expect(candidates({ publicUrl: behind })).toEqual([behind + target])
    expect(candidates({ publicUrl: behind, target: '/signalwire/hooks/1' })).toEqual([
      `${publicUrl}/signalwire/hooks/1`,
      `${behind}/signalwire/hooks/1`,
    ])
    expect(candidates({ publicUrl: behind, target: '/signalwires/1' })).toEqual([`${behind}/signalwires/1`])
  })

  const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'other.example.com', host: 'evil.example.com' }

  it('do not follow forwarding headers of a stranger, nor the Host header of anybody', () => {
    expect(candidates({ headers })).toEqual([publicUrl + target])
    expect(candidates({ headers, trust: trustProxies(['10.0.0.0/8']) })).toEqual([publicUrl + target])
    expect(candidates({ headers, trust: trustProxies(['loopback']), remoteAddress: undefined })).toHaveLength(1)
    expect(candidates({ headers: { host: 'evil.example.com' }, trust: trustProxies(['loopback']) })).toHaveLength(1)
  })

  it('follow those of a trusted proxy, after the configured one', () => {
    const trust = trustProxies(['loopback', '10.0.0.0/8'])
    for (const remoteAddress of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.1.2.3', '::ffff:10.1.2.3'])
      expect(candidates({ headers, trust, remoteAddress })).toEqual([
        publicUrl + target,
        `https://other.example.com${target}`,
      ])
    expect(candidates({ headers, trust, remoteAddress: '11.0.0.1' })).toHaveLength(1)
  })

  it.each([
    [{ 'x-forwarded-proto': 'http' }, 'http://hooks.example.com'],
    [{ 'x-forwarded-port': '8443' }, 'https://hooks.example.com:8443'],
    [{ 'x-forwarded-host': 'a.example.com:8080', 'x-forwarded-port': '9' }, 'https://a.example.com:8080'],
    [{ 'x-forwarded-host': '[::1]', 'x-forwarded-port': '9' }, 'https://[::1]:9'],
    // Whoever came first in the list may be anybody; the last was written by the trusted proxy.
    [{ 'x-forwarded-host': 'evil.example.com, a.example.com' }, 'https://a.example.com'],
  ])('take from %j what is there', (forwarding, origin) => {
    expect(candidates({ headers: forwarding, trust: trustProxies(['loopback']) })).toEqual([
      publicUrl + target,
      origin + target,
    ])
  })

  it.each([
    { 'x-forwarded-host': 'a.example.com/path' },
    { 'x-forwarded-host': 'user@a.example.com' },
    { 'x-forwarded-host': 'a b' },
    { 'x-forwarded-host': '' },
    { 'x-forwarded-host': ['a.example.com', 'b.example.com'] },
    { 'x-forwarded-host': 'a.'.repeat(10_000) },
    { 'x-forwarded-proto': 'ftp' },
    { 'x-forwarded-port': '80x' },
  ])('ignore what is no host, protocol or port (%#)', (forwarding) => {
    expect(candidates({ headers: forwarding, trust: trustProxies(['loopback']) })).toEqual([publicUrl + target])
  })

  it('are none where the target is no path', () => {
    for (const odd of ['', 'http://evil.example.com/hooks', '*', '@evil.example.com/', '/a#b'])
      expect(candidates({ target: odd })).toEqual([])
  })
})

describe('the configuration', () => {
  it.each([
    [publicUrl, publicUrl],
    ['https://hooks.example.com/', publicUrl],
    ['http://u:p@Hooks.example.com:8080/a//', 'http://u:p@Hooks.example.com:8080/a'],
    ['https://[::1]:8443/#ot=500', 'https://[::1]:8443#ot=500'],
  ])('takes the public URL %s', (given, read) => {
    expect(checkPublicUrl(given)).toBe(read)
  })

  it.each([
    '',
    'hooks.example.com',
    'ftp://a.example.com',
    'https://',
    'https://a.example.com?x=1',
    'https://a b/',
    'https://a:x/',
  ])('refuses the public URL %j', (given) => {
    expect(() => checkPublicUrl(given)).toThrow(/public URL/)
  })

  it.each(['proxy.example.com', '', '10.0.0.0/0', '10.0.0.0/33', '10.0.0.0/8/8', '::1/129', '10.0.0.0/x', '*'])(
    'refuses the trusted proxy %j',
    (entry) => {
      expect(() => trustProxies(['loopback', entry])).toThrow(/trusted proxy/)
    },
  )
})
