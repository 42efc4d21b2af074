import { once } from 'node:events'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { makeApiCall, searchCalls } from '../../modules/index.js'
import { voiceNumbers } from '../../modules/sources/sources.js'
import { account, type Connected, collect, connect, connectToSimulator, failureOf } from './connect.js'
import { type Answer, type LocalServer, sendJson, startServer } from './local-server.js'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function serve(answer: Answer): Promise<{ readonly server: LocalServer; readonly space: Connected }> {
  const server = await startServer(answer)
  const space = await connect(server.url)
  open.push(space, server)
  return { server, space }
}

/** Rows whose SIDs are their places in the list. */
const rows = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ sid: String(from + index) }))

const pageOf = (target: string) => Number(new URL(target, 'http://a').searchParams.get('Page') ?? 0)

/** A list of pages of one size, as the API gives them. */
const listOf =
  (total: number, size = 10): Answer =>
  ({ target }, response) => {
    const page = pageOf(target)
    const left = total - (page + 1) * size
    sendJson(response, {
      calls: rows(page * size, Math.max(0, Math.min(size, total - page * size))),
      next_page_uri: left > 0 ? `${account}/Calls?Page=${page + 1}&PageToken=PA${page}` : null,
    })
  }

const sidsOf = (calls: readonly { readonly sid: string }[]) => calls.map(({ sid }) => sid)

describe('a LaML list', () => {
  it('of thousands of rows comes whole and in order, in pages of 1000', async () => {
    const { simulator, space } = await connectToSimulator({ seed: { calls: 4321 } })
    open.push(space, simulator)
    const calls = await collect(searchCalls.execute({ limit: 10_000 }, space))
    expect(new Set(sidsOf(calls)).size).toBe(4321)
    const times = calls.map(({ date_created }) => date_created.getTime())
    expect(times).toEqual([...times].sort((a, b) => b - a))
    expect(simulator.requests.map(({ query }) => Object.fromEntries(query).PageSize)).toEqual(Array(5).fill('1000'))
    expect(simulator.requests.map(({ query }) => Object.fromEntries(query).Page ?? '0')).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
    ])
  })

  it('keeps its filter on every page', async () => {
    const { simulator, space } = await connectToSimulator()
    open.push(space, simulator)
    for (let index = 0; index < 2400; index++)
      simulator.addCall({ to: index % 2 ? '+12025550142' : '+12025550143', status: 'completed' })
    const calls = await collect(searchCalls.execute({ to: '+12025550142', limit: 5000 }, space))
    expect(calls).toHaveLength(1200)
    expect(new Set(calls.map(({ to }) => to))).toEqual(new Set(['+12025550142']))
  })

  it('that is empty gives nothing', async () => {
    const { server, space } = await serve(listOf(0))
    expect(await collect(searchCalls.execute({}, space))).toEqual([])
    expect(server.requests).toHaveLength(1)
  })

  it('may have an empty page in the middle', async () => {
    const { space } = await serve(({ target }, response) =>
      sendJson(response, {
        calls: pageOf(target) === 1 ? [] : rows(pageOf(target), 1),
        next_page_uri: pageOf(target) < 2 ? `${account}/Calls?Page=${pageOf(target) + 1}` : null,
      }),
    )
    expect(sidsOf(await collect(searchCalls.execute({ limit: 50 }, space)))).toEqual(['0', '2'])
  })
})

describe('a Relay list', () => {
  it('of thousands of rows comes whole, newest first', async () => {
    const { simulator, space } = await connectToSimulator({ seed: { numbers: 2500 } })
    open.push(space, simulator)
    const { options } = await space.options({ ...voiceNumbers, limit: 10_000 })
    expect(new Set(options.map(({ value }) => value)).size).toBe(2505)
    expect(simulator.requests.map(({ query }) => Object.fromEntries(query).page_number ?? '0')).toEqual(['0', '1', '2'])
    expect(new Set(simulator.requests.map(({ query }) => Object.fromEntries(query).page_size))).toEqual(
      new Set(['1000']),
    )
  })
})

describe('any limit and any number of rows', () => {
  it('give the first rows in order, and no page more than they need', async () => {
    let total = 0
    let size = 1
    const { server, space } = await serve((request, response, index) => listOf(total, size)(request, response, index))
    await fc.assert(
      fc.asyncProperty(
        fc.nat(60),
        fc.integer({ min: 1, max: 15 }),
        fc.integer({ min: 1, max: 70 }),
        async (n, pageSize, limit) => {
          total = n
          size = pageSize
          server.clear()
          const found = sidsOf(await collect(searchCalls.execute({ limit }, space)))
          expect(found).toEqual(rows(0, Math.min(limit, n)).map(({ sid }) => sid))
          expect(server.requests).toHaveLength(Math.max(1, Math.ceil(Math.min(limit, n) / pageSize)))
          for (const { target } of server.requests) expect(target).not.toMatch(/PageSize=(?!1000)/)
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('the next page', () => {
  it('is asked for while the first rows are worked on, and only that one', async () => {
    const { server, space } = await serve(listOf(30))
    const run = searchCalls.execute({ limit: 30 }, space)[Symbol.asyncIterator]()
    expect((await run.next()).value).toMatchObject({ sid: '0' })
    // Nobody has asked for a row of the second page yet.
    await vi.waitFor(() => expect(server.requests).toHaveLength(2))
    for (let row = 1; row < 10; row++) await run.next()
    expect(server.requests).toHaveLength(2)
    await run.next()
    await vi.waitFor(() => expect(server.requests).toHaveLength(3))
    await run.return?.()
  })

  it('is not asked for where Limit is reached', async () => {
    const { server, space } = await serve(listOf(30))
    for (const [limit, pages] of [
      [10, 1],
      [11, 2],
    ] as const) {
      server.clear()
      const run = searchCalls.execute({ limit }, space)[Symbol.asyncIterator]()
      await run.next()
      // By the time that a later request is answered, one for the next page would have arrived.
      await makeApiCall.execute({ url: '/later' }, space)
      expect(server.requests.filter(({ target }) => target !== '/later')).toHaveLength(pages)
      await run.return?.()
    }
  })

  it('is given up when the loop is left', async () => {
    const given = new AbortController()
    const { server, space } = await serve((request, response, index) => {
      if (index === 0) return listOf(30)(request, response, index)
      return once(response, 'close').then(() => given.abort())
    })
    for await (const call of searchCalls.execute({ limit: 30 }, space)) {
      expect(call.sid).toBe('0')
      await vi.waitFor(() => expect(server.requests).toHaveLength(2))
      expect(given.signal.aborted).toBe(false)
      break
    }
    await vi.waitFor(() => expect(given.signal.aborted).toBe(true))
    await vi.waitFor(() => expect(space.clock.sleeping).toBe(0))
  })

  it('that fails does so only after the rows before it', async () => {
    const { space } = await serve((request, response, index) =>
      index === 0 ? listOf(30)(request, response, index) : sendJson(response, { message: 'No.' }, 400),
    )
    const seen: string[] = []
    const run = async () => {
      for await (const { sid } of searchCalls.execute({ limit: 30 }, space)) seen.push(sid)
    }
    expect(await failureOf(run())).toMatchObject({ status: 400 })
    expect(seen).toHaveLength(10)
  })

  it('that fails unheard, because the loop was left, harms nobody', async () => {
    const { server, space } = await serve((request, response, index) =>
      index === 0 ? listOf(30)(request, response, index) : sendJson(response, { message: 'No.' }, 400),
    )
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    for await (const _ of searchCalls.execute({ limit: 30 }, space)) {
      await vi.waitFor(() => expect(server.requests).toHaveLength(2))
      break
    }
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })

  it('ends with the signal of the run, with its reason', async () => {
    const reason = new Error('The user has left.')
    const controller = new AbortController()
    const { server, space } = await serve((request, response, index) => {
      if (index === 0) listOf(30)(request, response, index)
    })
    const seen: string[] = []
    const run = async () => {
      for await (const { sid } of searchCalls.execute({ limit: 30 }, { ...space, signal: controller.signal }))
        seen.push(sid)
    }
    const failure = failureOf(run())
    await vi.waitFor(() => expect(server.requests).toHaveLength(2))
    controller.abort(reason)
    expect(await failure).toBe(reason)
    expect(seen.length).toBeLessThanOrEqual(10)
  })
})
