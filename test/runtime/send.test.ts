import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMessage, getCall, makeApiCall, searchCalls } from '../../modules/index.js'
import type { FaultRule, Simulator } from '../../src/simulator/index.js'
import { account, type Connected, collect, connectToSimulator, failureOf } from './connect.js'

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

const count = (method: string) => simulator.requests.filter((request) => request.method === method).length

describe('a read', () => {
  it.each<[string, FaultRule]>([
    ['a reset', { reset: 'before' }],
    ['status 429', { status: 429 }],
    ['status 500', { status: 500 }],
    ['status 503', { status: 503 }],
    ['a reply that breaks off', { reply: 'cut' }],
  ])('is repeated after %s, with pauses that double', async (_, fault) => {
    await start()
    const { sid } = simulator.addCall()
    simulator.fault({ ...fault, times: 3 })
    expect(await getCall.execute({ callSid: sid }, space)).toMatchObject({ sid })
    expect(simulator.requests).toHaveLength(4)
    expect(space.pauses).toEqual([500, 1000, 2000])
  })

  it.each<[string, FaultRule, object]>([
    ['a reset', { reset: 'before' }, { type: 'ConnectionError', code: 'connection_broken', retry: 'later' }],
    ['status 429', { status: 429 }, { type: 'RateLimitError', retry: 'later', status: 429 }],
    ['status 500', { status: 500 }, { type: 'ConnectionError', retry: 'later', status: 500 }],
  ])('fails with its last error after the fourth %s', async (_, fault, error) => {
    await start()
    simulator.fault({ ...fault, times: 'always' })
    expect(await failureOf(getCall.execute({ callSid: simulator.addCall().sid }, space))).toMatchObject(error)
    expect(simulator.requests).toHaveLength(4)
    expect(space.pauses).toEqual([500, 1000, 2000])
  })

  it.each<[string, FaultRule]>([
    ['status 400', { status: 400 }],
    ['status 401', { status: 401 }],
    ['status 404', { status: 404 }],
    ['status 422', { status: 422 }],
    ['a redirect', { reply: 'redirect' }],
    ['a web page', { reply: 'html' }],
    ['half the reply', { reply: 'truncated' }],
    ['an empty reply', { reply: 'empty' }],
    ['a reply of 200 MB', { reply: 'huge' }],
  ])('is not repeated after %s', async (_, fault) => {
    await start()
    simulator.fault({ ...fault, times: 'always' })
    await failureOf(getCall.execute({ callSid: simulator.addCall().sid }, space))
    expect(simulator.requests).toHaveLength(1)
    expect(space.pauses).toEqual([])
  })

  it('is repeated after a timeout', async () => {
    await start()
    const { sid } = simulator.addCall()
    simulator.fault({ latencyMs: 100_000 })
    const run = getCall.execute({ callSid: sid }, space)
    await vi.waitFor(() => expect(simulator.requests).toHaveLength(1))
    await space.clock.advance(40_000)
    expect(await run).toMatchObject({ sid })
    expect(simulator.requests).toHaveLength(2)
  })

  it('says so where every attempt is out of time', async () => {
    await start({ retry: { retries: 0 } })
    simulator.fault({ latencyMs: 100_000 })
    const failure = failureOf(getCall.execute({ callSid: simulator.addCall().sid }, space))
    await vi.waitFor(() => expect(simulator.requests).toHaveLength(1))
    await space.clock.advance(40_000)
    expect(await failure).toMatchObject({ type: 'ModuleTimeoutError', code: 'timeout', retry: 'later' })
  })

  it('is repeated as often as the connection says, with pauses of its jitter', async () => {
    await start({ random: () => 0.25, retry: { retries: 5, baseDelayMs: 1000, maxDelayMs: 4000 } })
    simulator.fault({ status: 500, times: 'always' })
    await failureOf(getCall.execute({ callSid: simulator.addCall().sid }, space))
    expect(space.pauses).toEqual([250, 500, 1000, 1000, 1000])
  })

  it('of a list is repeated page by page', async () => {
    await start()
    for (let index = 0; index < 1500; index++) simulator.addCall()
    simulator.fault({ path: '*/Calls', skip: 1, status: 500 })
    expect(await collect(searchCalls.execute({ limit: 1500 }, space))).toHaveLength(1500)
    expect(simulator.requests).toHaveLength(3)
  })

  it('by an API call of the user’s own is repeated only where it is a GET', async () => {
    await start()
    simulator.fault({ status: 500 })
    expect(await makeApiCall.execute({ url: `${account}/Calls` }, space)).toMatchObject({ statusCode: 200 })
    expect(count('GET')).toBe(2)
    for (const method of ['PUT', 'PATCH', 'DELETE'] as const) {
      simulator.fault({ status: 500 })
      await failureOf(makeApiCall.execute({ url: `${account}/Calls`, method }, space))
      expect(count(method)).toBe(1)
    }
  })
})

describe('Retry-After', () => {
  const noon = Date.UTC(2026, 0, 5, 12)

  it.each<[string, number | string, number]>([
    ['seconds', 7, 7000],
    ['a date', new Date(noon + 9000).toUTCString(), 9000],
    ['the longest pause there is', 30, 30_000],
    ['zero', 0, 500],
    ['a date that is past', new Date(noon - 9000).toUTCString(), 500],
    ['a negative number', '-5', 500],
    ['a fraction', '1.5', 500],
    ['an exponent', '1e3', 500],
    ['words', 'soon', 500],
    ['nothing', '', 500],
    ['many digits', '9'.repeat(40), 500],
  ])('in %s is the pause, or the usual one where it says nothing', async (_, retryAfter, pause) => {
    for (const status of [429, 503]) {
      await start()
      const { sid } = simulator.addCall()
      simulator.fault({ status, retryAfter })
      expect(await getCall.execute({ callSid: sid }, space)).toMatchObject({ sid })
      expect(space.pauses).toEqual([pause])
      if (status === 429) {
        space.close()
        await simulator.close()
      }
    }
  })

  it('beyond the longest pause ends the run and is handed on', async () => {
    await start()
    simulator.fault({ status: 429, retryAfter: 31 })
    expect(await failureOf(getCall.execute({ callSid: simulator.addCall().sid }, space))).toMatchObject({
      type: 'RateLimitError',
      retry: { afterMs: 31_000 },
    })
    expect(simulator.requests).toHaveLength(1)
    expect(space.pauses).toEqual([])
  })
})

describe('an AbortSignal', () => {
  const reason = new Error('The user has left.')

  it('ends the pause before the next attempt', async () => {
    await start({ still: true })
    simulator.fault({ status: 500, times: 'always' })
    const controller = new AbortController()
    const failure = failureOf(
      getCall.execute({ callSid: simulator.addCall().sid }, { ...space, signal: controller.signal }),
    )
    await vi.waitFor(() => expect(space.clock.sleeping).toBe(1))
    await vi.waitFor(() => expect(simulator.requests).toHaveLength(1))
    // The pause of half a second, and no timeout any more.
    await space.clock.advance(499)
    expect(space.clock.sleeping).toBe(1)
    controller.abort(reason)
    expect(await failure).toBe(reason)
    expect(simulator.requests).toHaveLength(1)
    expect(space.clock.sleeping).toBe(0)
  })

  it('ends the request under way', async () => {
    await start()
    simulator.fault({ latencyMs: 100_000, times: 'always' })
    const controller = new AbortController()
    const failure = failureOf(
      getCall.execute({ callSid: simulator.addCall().sid }, { ...space, signal: controller.signal }),
    )
    await vi.waitFor(() => expect(simulator.requests).toHaveLength(1))
    controller.abort(reason)
    expect(await failure).toBe(reason)
    expect(simulator.requests).toHaveLength(1)
  })

  it('that is aborted already lets nothing be sent', async () => {
    await start()
    const context = { ...space, signal: AbortSignal.abort(reason) }
    expect(await failureOf(createMessage.execute(message, context))).toBe(reason)
    expect(await failureOf(collect(searchCalls.execute({}, context)))).toBe(reason)
    expect(simulator.requests).toEqual([])
  })
})
