import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signalwire } from '../../connection/connection.js'
import { judgeProbe, needsDecider, type ProbeReply } from '../../connection/probe.js'

const granted: ProbeReply = { status: 200, json: true }
const denied: ProbeReply = { status: 401, json: true }
const forbidden: ProbeReply = { status: 403, json: true }
const webPage: ProbeReply = { status: 404, json: false }
const broken: ProbeReply = { status: 503, json: true }
const noHost: ProbeReply = { json: false, failure: 'noHost' }
const unreachable: ProbeReply = { json: false, failure: 'unreachable' }

/** The same or different replies for Voice, Messaging and Numbers. */
const results = (voice: ProbeReply, messaging = voice, numbers = voice) => [
  { scope: 'Voice', ...voice },
  { scope: 'Messaging', ...messaging },
  { scope: 'Numbers', ...numbers },
]

describe('the test of a connection', () => {
  it('succeeds where every scope works', () => {
    const verdict = judgeProbe(results(granted))
    expect(verdict.outcome).toBe('ok')
    expect(verdict.scopes.map(({ scope, state }) => `${scope} ${state}`)).toEqual([
      'Voice granted',
      'Messaging granted',
      'Numbers granted',
    ])
  })

  it('succeeds with a warning that names each scope the token lacks and what then fails', () => {
    const verdict = judgeProbe(results(granted, denied, forbidden))
    expect(verdict.outcome).toBe('limited')
    expect(verdict.scopes.map(({ state }) => state)).toEqual(['granted', 'missing', 'missing'])
    expect(verdict.message).toContain('lacks the scope Messaging, so these do not work: the modules for messages')
    expect(verdict.message).toContain('lacks the scope Numbers')
    expect(verdict.message).not.toContain('Voice')
  })

  it('does not call a scope missing because SignalWire was out of order', () => {
    const verdict = judgeProbe(results(granted, broken, unreachable))
    expect(verdict.outcome).toBe('limited')
    expect(verdict.scopes.map(({ state }) => state)).toEqual(['granted', 'unknown', 'unknown'])
    expect(verdict.message).not.toContain('lacks')
  })

  it('tells a token without scopes from a wrong one by the decider', () => {
    const all = results(denied)
    expect(needsDecider(all)).toBe(true)
    expect(judgeProbe(all, granted)).toMatchObject({ outcome: 'noScopes' })
    expect(judgeProbe(all, granted).message).toContain('Voice, Messaging and Numbers')
    expect(judgeProbe(all, denied)).toMatchObject({ outcome: 'wrongCredentials' })
    expect(judgeProbe(results(denied, forbidden, denied), forbidden)).toMatchObject({ outcome: 'wrongCredentials' })
  })

  it.each([
    ['something works', results(denied, granted, denied)],
    ['there is no such host', results(noHost)],
    ['the answer is no API', results(webPage)],
    ['a status says nothing about the token', results(denied, broken, denied)],
  ])('needs no decider where %s', (_case, given) => {
    expect(needsDecider(given)).toBe(false)
  })

  it.each([
    ['there is no such host', results(noHost)],
    ['a web page answers', results(webPage)],
    ['a web page answers with success', results({ status: 200, json: false })],
    ['a web page asks for a password', results({ status: 401, json: false })],
  ])('says that the Space is wrong where %s', (_case, given) => {
    expect(judgeProbe(given)).toMatchObject({ outcome: 'wrongSpace', message: expect.stringContaining('Space Name') })
  })

  it.each([
    ['nothing answers', results(unreachable)],
    ['SignalWire is out of order', results(broken)],
    ['the token is refused once and nothing answers afterwards', results(denied, unreachable, unreachable)],
    ['no probe was sent', []],
  ])('says that SignalWire cannot be reached where %s', (_case, given) => {
    expect(judgeProbe(given)).toMatchObject({ outcome: 'unreachable' })
  })

  it('says so too where only the decider could not be reached', () => {
    expect(judgeProbe(results(denied), unreachable)).toMatchObject({ outcome: 'unreachable' })
    expect(judgeProbe(results(denied), broken)).toMatchObject({
      outcome: 'unreachable',
      message: expect.stringContaining('503'),
    })
  })

  it('has five different messages for five different failures and limits', () => {
    const messages = [
      judgeProbe(results(granted, denied)).message,
      judgeProbe(results(denied), granted).message,
      judgeProbe(results(denied), denied).message,
      judgeProbe(results(noHost)).message,
      judgeProbe(results(unreachable)).message,
    ]
    expect(new Set(messages).size).toBe(5)
  })

  it('fails only where nothing works, and always says what was found in whole sentences', () => {
    const reply = fc.constantFrom(granted, denied, forbidden, webPage, broken, noHost, unreachable)
    fc.assert(
      fc.property(reply, reply, reply, fc.option(reply, { nil: undefined }), (voice, messaging, numbers, decider) => {
        const verdict = judgeProbe(results(voice, messaging, numbers), decider)
        const works = [voice, messaging, numbers].includes(granted)
        expect(['ok', 'limited'].includes(verdict.outcome)).toBe(works)
        expect(verdict.message).toMatch(/^[A-Z].{20,}\.$/)
        expect(verdict.scopes).toHaveLength(signalwire.probes.length)
      }),
    )
  })
})
