import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.js'
import { createManualClock } from '../../src/core/manual-clock.js'
import type { ConsumerDelivery, DeliverOptions, HttpConsumer } from '../../src/delivery/index.js'
import { httpConsumer } from '../../src/delivery/index.js'
import { until, useDesk } from './desk.js'
import { type ForwardReceiver, startForwardReceiver } from './forward-receiver.js'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`
const desk = useDesk()
let receiver: ForwardReceiver
const opened: HttpConsumer[] = []

beforeEach(async () => {
  receiver = await startForwardReceiver()
})
afterEach(async () => {
  for (const one of opened.splice(0)) one.close()
  await receiver.close()
})

const open = (rest: Partial<Parameters<typeof httpConsumer>[0]> = {}) => {
  const one = httpConsumer({ url: `${receiver.url}/hook?token=of-the-url`, secret, ...rest })
  opened.push(one)
  return one.consumer
}

const delivery = (bundles: ConsumerDelivery['bundles'] = [{ CallSid: 'CA1', Timestamp: new Date(0) }]) => ({
  bundles,
  event: {
    row: 7,
    type: 'incomingCall',
    hook: 'hook',
    replayed: false,
    attempt: 2,
    receivedAt: new Date(0),
    id: 'evt_1',
  },
})
const signal = new AbortController().signal
const refused = async (status: number, headers: Record<string, string> = {}) => {
  receiver.answer = (response) => void response.writeHead(status, headers).end('a body')
  return Promise.resolve(open()(delivery(), { signal })).then(
    () => 'taken',
    (thrown: unknown) => thrown,
  )
}

describe('a forwarded event', () => {
  it('is posted as JSON, signed so that the library of Standard Webhooks accepts it', async () => {
    await open()(delivery(), { signal })
    const [post] = receiver.posts
    expect(post).toMatchObject({
      method: 'POST',
      path: '/hook?token=of-the-url',
      body: '{"CallSid":"CA1","Timestamp":"1970-01-01T00:00:00.000Z"}',
      headers: {
        'content-type': 'application/json',
        'webhook-id': 'evt_1',
        'signalwire-event': 'incomingCall',
        'signalwire-attempt': '2',
      },
    })
    const headers = post?.headers as Record<string, string>
    expect(new Webhook(secret).verify(post?.body ?? '', headers)).toMatchObject({ CallSid: 'CA1' })
    // The control: another secret, another body and another id are refused.
    expect(() => new Webhook(other).verify(post?.body ?? '', headers)).toThrow()
    expect(() => new Webhook(secret).verify(`${post?.body} `, headers)).toThrow()
    expect(() => new Webhook(secret).verify(post?.body ?? '', { ...headers, 'webhook-id': 'evt_2' })).toThrow()
  })

  it('is signed with both secrets while one replaces the other', async () => {
    await open({ secret: `${secret} ${other}` })(delivery(), { signal })
    const [post] = receiver.posts
    for (const one of [secret, other])
      expect(new Webhook(one).verify(post?.body ?? '', post?.headers as Record<string, string>)).toBeDefined()
  })

  it('is a list where it has several bundles, and says so where it is replayed', async () => {
    const { event } = delivery()
    await open()({ bundles: [{ a: 'ä' }, { b: 2 }], event: { ...event, replayed: true } }, { signal })
    const [post] = receiver.posts
    expect(post?.body).toBe('[{"a":"ä"},{"b":2}]')
    expect(post?.headers['signalwire-replayed']).toBe('true')
    expect(new Webhook(secret).verify(post?.body ?? '', post?.headers as Record<string, string>)).toHaveLength(2)
  })

  it('carries no credentials', async () => {
    await open()(delivery(), { signal })
    expect(receiver.posts[0]?.headers).not.toHaveProperty('authorization')
    expect(receiver.posts[0]?.headers).not.toHaveProperty('cookie')
  })

  it.each([200, 201, 202, 204])('is taken where the answer is %i', async (status) => {
    expect(await refused(status)).toBe('taken')
  })

  it.each([
    [400, 'DataError', 'later'],
    [404, 'DataError', 'later'],
    [429, 'RateLimitError', 'later'],
    [500, 'ConnectionError', 'later'],
    [503, 'ConnectionError', 'later'],
  ])('is to be sent again after %i', async (status, type, retry) => {
    expect(await refused(status)).toMatchObject({ type, retry, status })
  })

  it('is to be sent again when Retry-After says', async () => {
    expect(await refused(429, { 'retry-after': '120' })).toMatchObject({ retry: { afterMs: 120_000 } })
    expect(await refused(503, { 'retry-after': 'soon' })).toMatchObject({ retry: 'later' })
  })

  it('follows no redirect', async () => {
    const elsewhere = await startForwardReceiver()
    expect(await refused(307, { location: `${elsewhere.url}/elsewhere` })).toMatchObject({
      status: 307,
      message: expect.stringContaining('redirects are not followed'),
    })
    expect(elsewhere.posts).toEqual([])
    await elsewhere.close()
  })

  it('ends delivery where the answer is 410', async () => {
    expect(await refused(410)).toMatchObject({ code: 'consumer_gone' })
  })

  it('never tells more of the URL than its origin', async () => {
    for (const status of [302, 410, 500])
      expect(((await refused(status)) as Error).message).not.toMatch(/token|of-the-url|hook/)
  })

  it('is to be sent again where there is no answer, a cut one or one that is too long', async () => {
    receiver.answer = (response) => void response.socket?.destroy()
    await expect(open()(delivery(), { signal })).rejects.toMatchObject({ code: 'forward_broken', retry: 'later' })
    receiver.answer = (response) => void response.end('x'.repeat(2 * 1024 * 1024))
    await expect(open()(delivery(), { signal })).rejects.toMatchObject({ code: 'forward_tooLarge' })
    await expect(open({ url: 'http://127.0.0.1:1/' })(delivery(), { signal })).rejects.toMatchObject({
      code: 'forward_notSent',
    })
  })

  it('is to be sent again where the answer takes too long, and is given up when it is abandoned', async () => {
    receiver.answer = () => undefined
    const clock = createManualClock()
    const waiting = Promise.resolve(open({ clock, timeoutMs: 5000 })(delivery(), { signal }))
    await until(() => receiver.posts.length === 1)
    const [ended] = await Promise.all([waiting.catch((thrown: unknown) => thrown), clock.advance(5000)])
    expect(ended).toMatchObject({ code: 'forward_timeout', type: 'ModuleTimeoutError', retry: 'later' })
    const abandoned = new AbortController()
    const given = Promise.resolve(open()(delivery(), { signal: abandoned.signal }))
    await until(() => receiver.posts.length === 2)
    abandoned.abort(new Error('given up'))
    await expect(given).rejects.toThrow('given up')
  })

  it.each(['ftp://example.com/', 'example.com', 'https://user:password@example.com/', ''])(
    'cannot be sent to %j',
    (url) => {
      expect(() => httpConsumer({ url, secret })).toThrowError(
        expect.objectContaining({ code: 'bad_forward_url', message: expect.not.stringContaining('password@') }),
      )
    },
  )
})

describe('forwarding from a ledger', () => {
  it('sends an event until it is taken, under one id', async () => {
    await desk.append(['one', 'two'])
    let refusals = 2
    receiver.answer = (response) => void response.writeHead(refusals-- > 0 ? 500 : 204).end()
    // The network has its own time, so the consumer's limit is the machine's.
    const consumer = open({ clock: systemClock })
    const options: Partial<DeliverOptions> = { timeoutMs: 3_600_000 }
    desk.start(consumer, options)
    const deferred = () => desk.reports.filter(({ kind }) => kind === 'deferred').length
    await until(() => deferred() === 1)
    await desk.clock.advance(5000)
    await until(() => deferred() === 2)
    await desk.clock.advance(15_000)
    await until(() => receiver.posts.length === 4)
    expect(receiver.posts.map(({ body }) => JSON.parse(body).said)).toEqual(['one', 'one', 'one', 'two'])
    expect(new Set(receiver.posts.map(({ headers }) => headers['webhook-id'])).size).toBe(2)
    expect(new Set(receiver.posts.slice(0, 3).map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })

  it('stops loudly at 410, and keeps the event', async () => {
    await desk.append(['one'])
    receiver.answer = (response) => void response.writeHead(410).end()
    const deliverer = desk.start(open())
    await expect(deliverer.done).rejects.toMatchObject({ code: 'consumer_gone' })
    expect(await desk.open()).toEqual(['one'])
  })
})
