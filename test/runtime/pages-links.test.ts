import { afterEach, describe, expect, it } from 'vitest'
import { searchCalls } from '../../modules/index.js'
import { applications, voiceNumbers } from '../../modules/sources/sources.js'
import { startSimulator } from '../../src/simulator/index.js'
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

const sidsOf = (calls: readonly { readonly sid: string }[]) => calls.map(({ sid }) => sid)

describe('a next page elsewhere', () => {
  it.each([
    (host: string) => `http://${host}/api/laml/next`,
    (host: string) => `//${host}/api/laml/next`,
    (host: string) => `\\\\${host}/api/laml/next`,
    (host: string) => `http://user:password@${host}/api/laml/next`,
  ])('is not asked, after the rows before it were given (%#)', async (link) => {
    const elsewhere = await startServer()
    open.push(elsewhere)
    const host = elsewhere.url.slice('http://'.length)
    const { server, space } = await serve((_, response) =>
      sendJson(response, { calls: rows(0, 5), next_page_uri: link(host) }),
    )
    const seen: string[] = []
    const run = async (limit: number) => {
      for await (const { sid } of searchCalls.execute({ limit }, space)) seen.push(sid)
    }
    expect(await failureOf(run(10))).toMatchObject({ code: 'foreign_next_page', retry: 'never' })
    expect(seen).toHaveLength(5)
    expect(elsewhere.requests).toEqual([])
    expect(server.requests).toHaveLength(1)
    // Where Limit is reached nobody needs the link.
    await run(5)
    expect(seen).toHaveLength(10)
  })

  it.each([5, true, {}, [], 'http://[', '/somewhere/else', 'javascript:alert(1)'])(
    'is no page of the API: %j',
    async (next) => {
      const { server, space } = await serve((_, response) =>
        sendJson(response, { calls: rows(0, 1), next_page_uri: next }),
      )
      expect(await failureOf(collect(searchCalls.execute({}, space)))).toMatchObject({ code: 'foreign_next_page' })
      expect(server.requests).toHaveLength(1)
    },
  )

  it.each(['relay', 'laml'] as const)('of the simulator is not asked: %s', async (api) => {
    const elsewhere = await startServer()
    const { simulator, space } = await connectToSimulator({ seed: { numbers: 20, applications: 20 } })
    open.push(elsewhere, space, simulator)
    simulator.fault({ reply: 'foreign-next-page', location: elsewhere.url, times: 'always' })
    const source = api === 'relay' ? { ...voiceNumbers, limit: 10_000 } : { ...applications, limit: 10_000 }
    expect(await space.options(source)).toMatchObject({ options: [], empty: { reason: 'notLoaded' } })
    expect(elsewhere.requests).toEqual([])
  })

  it('may be absolute on the same host, and below the path of the API URL', async () => {
    const simulator = await startSimulator({ seed: { calls: 2500 } })
    const space = await connect(simulator.spaceUrl('example'))
    open.push(space, simulator)
    expect(await collect(searchCalls.execute({ limit: 2500 }, space))).toHaveLength(2500)
    const { server, space: other } = await serve(({ target }, response) =>
      sendJson(response, {
        calls: rows(pageOf(target), 1),
        next_page_uri: pageOf(target) === 0 ? `${server.url}${account}/Calls?Page=1` : null,
      }),
    )
    expect(sidsOf(await collect(searchCalls.execute({}, other)))).toEqual(['0', '1'])
  })
})

describe('pages that go round in a circle', () => {
  it.each([1, 2, 3, 7])('of %i end the run', async (length) => {
    const { server, space } = await serve(({ target }, response) =>
      sendJson(response, {
        calls: rows(0, 1),
        next_page_uri: `${account}/Calls?Page=${(pageOf(target) + 1) % length}`,
      }),
    )
    expect(await failureOf(collect(searchCalls.execute({ limit: 1_000_000 }, space)))).toMatchObject({
      code: 'paging_loop',
    })
    expect(server.requests.length).toBeLessThan(length * 4 + 4)
  })
})

describe('a reply that is no page', () => {
  it.each([
    ['another list', { messages: [] }],
    ['a list that is none', { calls: { a: 1 } }],
    ['rows that are none', { calls: [1] }],
    ['null rows', { calls: [null] }],
    ['null', { calls: null }],
  ])('ends the run: %s', async (_, body) => {
    const { space } = await serve((_request, response) => sendJson(response, body))
    expect(await failureOf(collect(searchCalls.execute({}, space)))).toMatchObject({ code: 'unreadable_reply' })
  })

  it.each(['html', 'empty', 'truncated', 'huge', 'cut', 'redirect'] as const)('ends the run: %s', async (reply) => {
    const { simulator, space } = await connectToSimulator({ seed: { calls: 10 } })
    open.push(space, simulator)
    simulator.fault({ reply, times: 'always' })
    const failure = await failureOf(collect(searchCalls.execute({}, space)))
    expect(failure).toMatchObject({
      type: expect.stringMatching(/Error$/),
      message: expect.stringMatching(/^Search Calls /),
    })
  })
})
