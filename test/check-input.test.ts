import { describe, expect, it } from 'vitest'
import { checkInput, getCall, makeApiCall, watchNewCalls } from '../src/index.js'

describe('an input', () => {
  it('is checked without anything being run, also that of an instant trigger', async () => {
    await expect(checkInput(watchNewCalls, { webhookName: 'Reception', reply: 'hangUp' })).resolves.toBeUndefined()
    await expect(checkInput(watchNewCalls, { webhookName: 5, reply: 'nope', bogus: 1 })).rejects.toMatchObject({
      type: 'BundleValidationError',
      issues: [{ key: 'bogus' }, { key: 'webhookName' }, { key: 'reply' }],
    })
    await expect(checkInput(makeApiCall, { url: 'https://evil.example.com' })).rejects.toThrow(
      'URL (url) must be a path',
    )
  })

  it('needs a connection to be run with', () => {
    const run = getCall.execute as (input: unknown) => Promise<unknown>
    expect(() => run({ callSid: '3a9f2c5e-7d41-4b0e-9c88-1f6b2d7e4a10' })).toThrow(
      'It was called without a connection.',
    )
  })
})
