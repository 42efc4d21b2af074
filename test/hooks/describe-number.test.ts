import { describe, expect, it } from 'vitest'
import { describeSettings } from '../../src/hooks/describe-number.js'
import { describeReply } from '../../src/hooks/describe-reply.js'
import { calls, messages } from './office.js'

describe('what a number does, in words', () => {
  it.each([
    [{}, 'Calls are not handled.'],
    [{ call_handler: 'laml_webhooks' }, 'Calls are not handled: no webhook is set.'],
    [
      { call_handler: 'relay_topic', call_relay_topic: 'office', call_request_url: 'https://example.com/' },
      'Calls go to the Relay topic office.',
    ],
    [{ call_handler: 'call_flow' }, 'Calls run a call flow.'],
    [{ call_handler: 'something_new' }, 'Calls are handled by something_new.'],
    [
      { call_handler: 'laml_webhooks', call_receive_mode: 'fax', call_request_url: 'https://example.com/' },
      'Calls, taken as fax, run the webhook https://example.com/; no fallback.',
    ],
  ])('%j', (settings, sentence) => {
    expect(describeSettings('voice', settings)).toBe(sentence)
  })

  it('never shows the password of a URL', () => {
    const settings = {
      message_handler: 'laml_webhooks',
      message_request_url: 'https://user:correct-horse@example.com/a',
      message_fallback_url: 'https://user:battery-staple@example.com/b',
    }
    const sentence = describeSettings('messaging', settings)
    expect(sentence).toContain('example.com/a')
    expect(sentence).not.toMatch(/correct-horse|battery-staple/)
  })
})

describe('what callers meet, in words', () => {
  it.each([
    [calls, { reply: 'hangUp' }, 'Hang up.'],
    [calls, { reply: 'reject', reason: 'busy' }, 'Reject the call (Reason: busy).'],
    [calls, { reply: 'hangUp', receiveAs: 'fax' }, 'The fax is received.'],
    [
      messages,
      { reply: 'text', text: 'Thanks', mediaUrls: ['https://example.com/a', 'https://example.com/b'] },
      'Reply with a message (Text: Thanks; Media URLs: https://example.com/a, https://example.com/b).',
    ],
  ])('%#', (module, input, sentence) => {
    expect(describeReply(module, input)).toBe(sentence)
  })

  it('shortens a long text', () => {
    const words = describeReply(calls, { reply: 'say', say: 'x'.repeat(4000) })
    expect(words.length).toBeLessThan(300)
  })
})
