import { afterEach, describe, expect, it, vi } from 'vitest'
import { clearMessage, createCall, createMessage, updateCall } from '../../modules/index.js'
import { createManualClock } from '../../src/core/manual-clock.js'
import type { FaultRule, RequestLogEntry, Simulator } from '../../src/simulator/index.js'
import { type Connected, connectToSimulator, failureOf } from './connect.js'

let simulator: Simulator
let space: Connected
let answered: (entry: RequestLogEntry) => void

async function start(options: Parameters<typeof connectToSimulator>[1] = {}): Promise<void> {
  answered = () => undefined
  const onRequest = (entry: RequestLogEntry) => answered(entry)
  ;({ simulator, space } = await connectToSimulator({ onRequest }, { reconcile: true, ...options }))
}

afterEach(async () => {
  space.close()
  await simulator.close()
})

const to = '+12025550142'
const from = '+12025550100'
const message = { to, from, contentType: 'body', body: 'Hello' } as const
const call = { callIdentifier: 'url', url: 'https://example.com/a', from, to } as const

const posts = () => simulator.requests.filter(({ method }) => method === 'POST').length
const looks = () => simulator.requests.filter(({ method }) => method === 'GET').length

const lost: readonly (readonly [string, FaultRule])[] = [
  ['a reset', { reset: 'after' }],
  ['status 500', { status: 500, takesEffect: true }],
  ['a web page', { reply: 'html' }],
  ['an empty reply', { reply: 'empty' }],
  ['half the reply', { reply: 'truncated' }],
  ['a reply that breaks off', { reply: 'cut' }],
  ['a reply of 200 MB', { reply: 'huge' }],
]

describe('what a lost create has made', () => {
  it.each(lost)('is found and returned, after %s', async (_, fault) => {
    await start()
    simulator.fault({ method: 'POST', ...fault })
    const found = await createMessage.execute(message, space)
    expect(found).toMatchObject({ to, from, body: 'Hello', direction: 'outbound-api' })
    expect(found?.date_created).toBeInstanceOf(Date)
    expect(posts()).toBe(1)
    simulator.fault({ method: 'POST', ...fault })
    expect(await createCall.execute(call, space)).toMatchObject({ to, from })
    expect(posts()).toBe(2)
  })

  it('is found where it appears late', async () => {
    await start()
    simulator.fault({ method: 'POST', reset: 'before' })
    let late: string | undefined
    answered = ({ method }) => {
      if (method === 'GET') late ??= simulator.addMessage({ to, from, body: 'Hello' }).sid
    }
    expect(await createMessage.execute(message, space)).toMatchObject({ sid: late })
    expect(posts()).toBe(1)
    expect(looks()).toBe(2)
  })

  it('is found although an older one is the same', async () => {
    await start()
    simulator.addMessage({ to, from, body: 'Hello', dateCreated: space.clock.now() - 2000 })
    simulator.addMessage({ to, from, body: 'Goodbye' })
    simulator.addMessage({ to: '+12025550143', from, body: 'Hello' })
    simulator.fault({ method: 'POST', reset: 'after' })
    const found = await createMessage.execute(message, space)
    expect(found).toMatchObject({ body: 'Hello', to })
    expect(found?.date_created.getTime()).toBe(space.clock.now() - 1000)
  })

  it('is found although its date, in whole seconds, seems older than its sending', async () => {
    await start({ clock: createManualClock(Date.UTC(2026, 0, 5, 12, 0, 0, 999)) })
    simulator.fault({ method: 'POST', reset: 'after' })
    expect(await createMessage.execute(message, space)).toMatchObject({
      date_created: new Date(Date.UTC(2026, 0, 5, 12)),
    })
  })

  it('is looked for again when looking fails', async () => {
    await start()
    simulator.fault({ method: 'POST', reset: 'after' })
    simulator.fault({ method: 'GET', status: 400 })
    expect(await createMessage.execute(message, space)).toMatchObject({ body: 'Hello' })
  })

  it('is not named where several fit: their SIDs are', async () => {
    await start()
    const twin = simulator.addMessage({ to, from, body: 'Hello' })
    simulator.fault({ method: 'POST', reset: 'after' })
    const failure = await failureOf(createMessage.execute(message, space))
    expect(failure).toMatchObject({ type: 'DataError', code: 'outcome_unknown', retry: 'never' })
    const { sids = [] } = failure as { sids?: readonly string[] }
    expect(sids).toHaveLength(2)
    expect(sids).toContain(twin.sid)
    for (const sid of sids) expect(String(failure)).toContain(sid)
    expect(posts()).toBe(1)
  })

  it('is not made up where nothing is found', async () => {
    await start()
    simulator.fault({ method: 'POST', reset: 'before' })
    const failure = await failureOf(createMessage.execute(message, space))
    expect(failure).toMatchObject({ code: 'outcome_unknown', retry: 'never', sids: [] })
    expect(String(failure)).toContain('looked for and not found, but it may still appear')
    expect(space.pauses).toEqual([1000, 3000, 6000])
    expect(posts()).toBe(1)
  })

  it.each<[string, FaultRule]>([
    ['refuses', { status: 400 }],
    ['asks to come back later', { status: 429, retryAfter: 3600 }],
    ['fails', { reset: 'before' }],
    ['is a web page', { reply: 'html' }],
    ['leads elsewhere', { reply: 'foreign-next-page' }],
  ])('stays unknown, and not to be repeated, where the list %s', async (_, fault) => {
    await start()
    simulator.fault({ method: 'POST', reset: 'before' })
    simulator.fault({ method: 'GET', ...fault, times: 'always' })
    expect(await failureOf(createMessage.execute(message, space))).toMatchObject({
      type: 'DataError',
      code: 'outcome_unknown',
      retry: 'never',
    })
    expect(posts()).toBe(1)
  })

  it('is looked for on further pages, no further back than needed', async () => {
    await start()
    for (let index = 0; index < 3000; index++)
      simulator.addMessage({ to, from, body: `Old ${index}`, dateCreated: space.clock.now() - 10_000 - index * 1000 })
    for (let index = 0; index < 1200; index++) simulator.addMessage({ to, from, body: `New ${index}` })
    simulator.fault({ method: 'POST', reset: 'after' })
    expect(await createMessage.execute(message, space)).toMatchObject({ body: 'Hello' })
    expect(looks()).toBeLessThan(5)
  })

  it('is no longer looked for after an abort', async () => {
    await start({ still: true })
    const reason = new Error('The user has left.')
    const controller = new AbortController()
    simulator.fault({ method: 'POST', reset: 'before' })
    const failure = failureOf(createMessage.execute(message, { ...space, signal: controller.signal }))
    await vi.waitFor(() => expect(simulator.requests).toHaveLength(1))
    await vi.waitFor(() => expect(space.clock.sleeping).toBe(1))
    controller.abort(reason)
    expect(await failure).toBe(reason)
    expect(looks()).toBe(0)
  })
})

describe('nothing is looked for', () => {
  it('unless it was asked for', async () => {
    await start({ reconcile: false })
    simulator.fault({ method: 'POST', reset: 'after' })
    expect(await failureOf(createMessage.execute(message, space))).toMatchObject({ code: 'outcome_unknown' })
    expect(posts()).toBe(1)
    expect(looks()).toBe(0)
    expect(space.pauses).toEqual([])
  })

  it('where the create was refused', async () => {
    await start()
    simulator.fault({ method: 'POST', code: 21610 })
    expect(await failureOf(createMessage.execute(message, space))).toMatchObject({ signalwireCode: '21610' })
    expect(looks()).toBe(0)
  })

  it('for an update, which makes nothing', async () => {
    await start()
    const { sid } = simulator.addCall()
    simulator.fault({ method: 'POST', reset: 'after' })
    expect(await failureOf(updateCall.execute({ callSid: sid, record: true }, space))).toMatchObject({
      code: 'outcome_unknown',
    })
    expect(looks()).toBe(0)
    const cleared = simulator.addMessage({ status: 'delivered' })
    expect(await clearMessage.execute({ messageSid: cleared.sid }, space)).toMatchObject({ body: '' })
  })
})
