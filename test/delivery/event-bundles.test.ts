import { describe, expect, it } from 'vitest'
import { watchNewCalls } from '../../modules/calls/watch-new-calls.js'
import { eventBundles } from '../../src/delivery/index.js'
import { parsePost } from '../../webhooks/parse-post.js'
import { eventBody } from '../../webhooks/receiver/event-body.js'

const bundlesOf = eventBundles([watchNewCalls])
const input = watchNewCalls.example
const text =
  'CallSid=CA1&Direction=inbound&CallStatus=ringing&From=%2B12025550100&Timestamp=Mon%2C%2005%20Jan%202026%2012%3A00%3A00%20%2B0000'

describe('the bundles of a stored event', () => {
  it('are those that the module made of the post, with their dates', () => {
    const post = parsePost(text, 'call')
    const bundles = watchNewCalls.execute(input, { post })
    expect(bundles).toHaveLength(1)
    expect(bundles[0]?.Timestamp).toBeInstanceOf(Date)
    const body = eventBody(post, Object.entries(post.params), watchNewCalls.id, bundles, undefined)
    expect(bundlesOf({ row: 1, body })).toEqual(bundles)
  })

  it('are none where the input did not ask for the event', () => {
    const post = parsePost('CallSid=CA1&CallStatus=completed&CallDuration=3', 'status')
    const bundles = watchNewCalls.execute(input, { post })
    const body = eventBody(post, Object.entries(post.params), watchNewCalls.id, bundles, undefined)
    expect(bundlesOf({ row: 1, body })).toEqual([])
  })

  it('stay as they are where the module is not known', () => {
    expect(bundlesOf({ row: 1, body: '{"module":"gone","bundles":[{"Timestamp":"2026-01-05T12:00:00Z"}]}' })).toEqual([
      { Timestamp: '2026-01-05T12:00:00Z' },
    ])
  })

  it.each(['', 'CallSid=CA1', '{"bundles":3}', '{"bundles":[null]}', '[]', 'null'])('cannot be read in %j', (body) => {
    expect(() => bundlesOf({ row: 7, body })).toThrowError(
      expect.objectContaining({ code: 'unreadable_event', retry: 'never' }),
    )
  })
})
