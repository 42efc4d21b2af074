import { describe, expect, it } from 'vitest'
import { listHooks } from '../../src/hooks/index.js'
import { fromStoredHook, parseHookPath } from '../../webhooks/hook.js'
import { calls, messages, useOffice } from './office.js'

const office = useOffice()

describe('addHook', () => {
  it('creates a URL that cannot be guessed, and stores the hook as a receiver reads it', async () => {
    const input = { webhookName: 'Reception', reply: 'hangUp' }
    const one = await office.hook(calls, input)
    const other = await office.hook(calls, input)
    expect(one.url).not.toBe(other.url)
    expect(parseHookPath(new URL(one.url).pathname)).toEqual({ id: one.hook.id, purpose: 'call' })
    expect(Buffer.from(one.hook.id, 'base64url')).toHaveLength(16)
    const stored = await office.ledger.hooks.get(one.hook.id)
    expect(stored && fromStoredHook(stored)).toMatchObject({
      module: 'watchNewCalls',
      name: 'Reception',
      connection: 'main',
      // The initial value of the form is part of the input.
      input: { ...input, receiveAs: 'voice' },
    })
  })

  it('tells the steps of setting it up by hand', async () => {
    const { steps, url, hook } = await office.hook(calls, { webhookName: 'A', reply: 'hangUp', also: ['callStatus'] })
    const text = steps.join('\n')
    for (const part of [url, 'LaML Webhooks', 'Accept Incoming Calls As to Voice Calls', `/hooks/${hook.id}/status`])
      expect(text).toContain(part)
    const fax = await office.hook(calls, { webhookName: 'A', reply: 'hangUp', receiveAs: 'fax' })
    expect(fax.url).toMatch(/\/fax$/)
    expect(fax.steps.join('\n')).toContain('Accept Incoming Calls As to Fax')
    const text2 = (await office.hook(messages, { webhookName: 'A', reply: 'nothing' })).steps.join('\n')
    expect(text2).toContain('When a message comes in')
    expect(text2).not.toContain('Accept Incoming Calls As')
  })

  it.each([
    [{ webhookName: 'A' }, 'https://hooks.example.com', 'invalid_input'],
    [{ webhookName: 'A', reply: 'say' }, 'https://hooks.example.com', 'invalid_input'],
    [{ webhookName: 'A', reply: 'hangUp' }, 'hooks.example.com', 'invalid_public_url'],
  ])('refuses %j at %s', async (input, url, code) => {
    const before = (await listHooks(office.ledger)).length
    await expect(office.hook(calls, input, url)).rejects.toMatchObject({ code })
    expect(await listHooks(office.ledger)).toHaveLength(before)
  })
})
