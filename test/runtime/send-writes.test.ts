import { afterEach, describe, expect, it, vi } from 'vitest'
import { clearMessage, createCall, createMessage, deleteCall, makeApiCall, updateCall } from '../../modules/index.js'
import type { FaultRule, Simulator } from '../../src/simulator/index.js'
import { account, type Connected, connectToSimulator, failureOf } from './connect.js'

let simulator: Simulator
let space: Connected

async function start(options: Parameters<typeof connectToSimulator>[1] = {}): Promise<void> {
  ;({ simulator, space } = await connectToSimulator({}, options))
}

afterEach(async () => {
  space.close()
  await simulator.close()
})

const to = '+12025550142'
const from = '+12025550100'
const message = { to, from, contentType: 'body', body: 'Hello' } as const
const call = { callIdentifier: 'url', url: 'https://example.com/a', from, to } as const

const count = (method: string) => simulator.requests.filter((request) => request.method === method).length

/** A failure of every kind, and whether the request has reached the server's own work. */
const failures: readonly (readonly [string, FaultRule])[] = [
  ['a reset before the effect', { reset: 'before' }],
  ['a reset after the effect', { reset: 'after' }],
  ['status 500', { status: 500 }],
  ['status 500 after the effect', { status: 500, takesEffect: true }],
  ['status 502', { status: 502 }],
  ['status 503', { status: 503 }],
  ['status 504', { status: 504, takesEffect: true }],
  ['status 408', { status: 408 }],
  ['an empty reply', { reply: 'empty' }],
  ['a web page', { reply: 'html' }],
  ['half the reply', { reply: 'truncated' }],
  ['a reply that breaks off', { reply: 'cut' }],
  ['a reply of 200 MB', { reply: 'huge' }],
]

describe('a create', () => {
  it.each(failures)('is sent once, and its outcome unknown, after %s', async (_, fault) => {
    await start()
    for (const run of [
      () => createMessage.execute(message, space),
      () => createCall.execute(call, space),
      () =>
        makeApiCall.execute(
          { url: `${account}/Messages`, method: 'POST', body: { To: to, From: from, Body: 'a' } },
          space,
        ),
    ]) {
      simulator.clearRequests()
      simulator.fault({ method: 'POST', ...fault })
      const [result] = await Promise.allSettled([run()])
      expect(count('POST')).toBe(1)
      expect(simulator.requests).toHaveLength(1)
      expect(space.pauses).toEqual([])
      // An API call of the user's own may answer with anything: what came is what it gives.
      if (result.status === 'fulfilled') expect(result.value).toHaveProperty('statusCode')
      else {
        expect(result.reason).toMatchObject({ type: 'DataError', code: 'outcome_unknown', retry: 'never' })
        expect(String(result.reason)).toContain('Look in the Space before you run it again')
      }
    }
  })

  it.each<[string, FaultRule, object]>([
    ['too many requests', { status: 429 }, { type: 'RateLimitError' }],
    [
      'too many requests, for a while',
      { status: 429, retryAfter: 3 },
      { type: 'RateLimitError', retry: { afterMs: 3000 } },
    ],
    ['a refusal', { code: 21610 }, { signalwireCode: '21610', retry: 'never' }],
    ['wrong credentials', { status: 401 }, { type: 'InvalidAccessTokenError', retry: 'never' }],
    // Many services answer a create that worked with a redirect to what was created.
    ['a redirect', { reply: 'redirect' }, { code: 'outcome_unknown', retry: 'never' }],
  ])('is sent once and has failed after %s', async (_, fault, error) => {
    await start()
    simulator.fault({ method: 'POST', ...fault })
    expect(await failureOf(createMessage.execute(message, space))).toMatchObject(error)
    expect(simulator.requests).toHaveLength(1)
  })

  it('is sent once where no answer comes in time', async () => {
    await start()
    simulator.fault({ method: 'POST', latencyMs: 100_000 })
    const failure = failureOf(createMessage.execute(message, space))
    await vi.waitFor(() => expect(simulator.requests).toHaveLength(1))
    await space.clock.advance(40_000)
    expect(await failure).toMatchObject({ code: 'outcome_unknown', message: expect.stringContaining('in time') })
    expect(simulator.requests).toHaveLength(1)
  })

  it('that could not be sent has failed and may be run again', async () => {
    await start()
    await simulator.close()
    expect(await failureOf(createMessage.execute(message, space))).toMatchObject({
      type: 'ConnectionError',
      code: 'unreachable',
      retry: 'later',
    })
  })

  it('is sent once where all is well', async () => {
    await start()
    expect(await createMessage.execute(message, space)).toMatchObject({ to, from, body: 'Hello' })
    expect(simulator.requests).toHaveLength(1)
  })
})

describe('an update', () => {
  it('of a call is sent once, because it may start a document anew', async () => {
    await start()
    const { sid } = simulator.addCall()
    simulator.fault({ method: 'POST', status: 503 })
    expect(await failureOf(updateCall.execute({ callSid: sid, record: true }, space))).toMatchObject({
      code: 'outcome_unknown',
    })
    expect(count('POST')).toBe(1)
  })

  it('that clears a message is repeated, because cleared twice is cleared', async () => {
    await start()
    const { sid } = simulator.addMessage({ status: 'delivered' })
    simulator.fault({ method: 'POST', reset: 'after' })
    simulator.fault({ method: 'POST', status: 500, takesEffect: true })
    expect(await clearMessage.execute({ messageSid: sid }, space)).toMatchObject({ body: '' })
    expect(count('POST')).toBe(3)
  })
})

describe('a delete', () => {
  it.each<[string, FaultRule]>([
    ['a reset', { reset: 'after' }],
    ['status 500', { status: 500, takesEffect: true }],
    ['a reply that breaks off', { reply: 'cut' }],
  ])('that the first attempt did before %s is a success when the second finds nothing', async (_, fault) => {
    await start()
    const { sid } = simulator.addCall({ status: 'completed' })
    simulator.fault({ method: 'DELETE', ...fault })
    expect(await deleteCall.execute({ callSid: sid }, space)).toEqual({ sid })
    expect(simulator.requests.at(-1)?.status).toBe(404)
  })

  it('of nothing is an error', async () => {
    await start()
    const { sid } = simulator.addCall({ status: 'completed' })
    await deleteCall.execute({ callSid: sid }, space)
    expect(await failureOf(deleteCall.execute({ callSid: sid }, space))).toMatchObject({
      type: 'DataError',
      status: 404,
    })
  })

  it('of nothing is an error also after an attempt that cannot have worked', async () => {
    await start()
    const { sid } = simulator.addCall({ status: 'completed' })
    await deleteCall.execute({ callSid: sid }, space)
    simulator.fault({ method: 'DELETE', status: 429 })
    expect(await failureOf(deleteCall.execute({ callSid: sid }, space))).toMatchObject({
      type: 'DataError',
      status: 404,
    })
    expect(count('DELETE')).toBe(3)
  })
})
