import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { errorCodes, errorShapes, type FaultRule, simulatorNumbers } from '../../src/simulator/index.js'
import { codeOf, rowsOf, type SpaceClient, send, sidsOf, startSpace } from './space-client.js'

const NEW_MESSAGE = { To: '+12025550150', From: simulatorNumbers.main, Body: 'Hello' }

let space: SpaceClient
beforeEach(async () => {
  space = await startSpace({ seed: { calls: 10 } })
})
afterEach(() => space.simulator.close())

const messages = async () => rowsOf(await space.get('Messages'), 'messages')

describe('an error by name', () => {
  test.each(errorCodes)('$code comes as it is documented, once', async ({ code, status, message }) => {
    space.simulator.fault({ method: 'POST', path: '*/Messages', code })
    const reply = await space.post('Messages', NEW_MESSAGE)
    expect([reply.status, reply.json]).toEqual([status, { code, message, more_info: expect.any(String), status }])
    expect((await space.post('Messages', NEW_MESSAGE)).status).toBe(201)
    expect(await messages()).toHaveLength(1)
  })

  test('can be asked for over HTTP', async () => {
    const added = await send(space.simulator.port, {
      method: 'POST',
      target: '/_simulator/faults',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ method: 'POST', path: '*/Messages', code: 21610 }),
    })
    expect(added.status).toBe(201)
    expect(codeOf(await space.post('Messages', NEW_MESSAGE))).toBe(21610)
  })

  test('takes the shape of the operation', async () => {
    space.simulator.fault({ code: 21610, times: 2 })
    expect((await space.post('Calls')).json).toMatchObject({ errors: [{ code: '21610' }] })
    expect((await space.get('Calls')).json).toMatchObject({ code: 21610 })
    space.simulator.fault({ status: 422, message: 'Name is odd' })
    expect((await space.get('/api/relay/rest/number_groups')).json).toEqual({
      errors: [{ detail: 'Name is odd', status: '422', title: 'Invalid Attribute', code: '10000' }],
    })
    space.simulator.fault({ status: 404 })
    expect((await space.get('/api/relay/rest/number_groups')).json).toEqual({ error: 'Not Found' })
    space.simulator.fault({ code: 'cannot_update_completed' })
    expect((await space.get('Calls')).json).toMatchObject({
      errors: [{ code: 'cannot_update_completed', attribute: null }],
    })
  })

  test.each(errorShapes)('takes the shape %s where it is told to', async (shape) => {
    space.simulator.fault({ code: 21610, message: 'Told to', shape })
    const { json } = await space.get('Calls')
    const expected = {
      laml: { code: 21610, message: 'Told to', status: 400 },
      'laml-errors': { errors: [{ code: '21610', message: 'Told to' }] },
      texts: { errors: ['Told to'] },
      relay: { error: 'Bad Request' },
      'relay-errors': { errors: [{ detail: 'Told to', code: '21610' }] },
      'rest-errors': { errors: [{ code: '21610', message: 'Told to', type: 'validation_error' }] },
    }[shape]
    expect(json).toMatchObject(expected)
  })
})

describe('a rule', () => {
  test('meets only its method and path, with or without .json and Space prefix', async () => {
    space.simulator.fault({ method: 'get', path: '*/Calls', status: 500, times: 'always' })
    expect((await space.get('Calls.json')).status).toBe(500)
    expect((await space.get(`/spaces/example/api/laml/2010-04-01/Accounts/x/Calls`)).status).toBe(500)
    expect((await space.get('Messages')).status).toBe(200)
    expect((await space.get(`Calls/${space.simulator.credentials.projectId}`)).status).toBe(404)
    expect((await space.post('Calls')).status).toBe(400)
  })

  test('lets through what it skips, meets what it counts, and ends', async () => {
    space.simulator.fault({ skip: 1, times: 2, status: 503 })
    const seen = []
    for (let index = 0; index < 5; index++) seen.push((await space.get('Calls')).status)
    expect(seen).toEqual([200, 503, 503, 200, 200])
  })

  test('can be taken back', async () => {
    space.simulator.fault({ status: 503, times: 'always' })
    expect((await space.get('Calls')).status).toBe(503)
    space.simulator.clearFaults()
    expect((await space.get('Calls')).status).toBe(200)
  })

  test('takes part in the order in which rules were added', async () => {
    space.simulator.fault({ status: 503 })
    space.simulator.fault({ status: 500 })
    expect([(await space.get('Calls')).status, (await space.get('Calls')).status]).toEqual([503, 500])
  })

  test.each<[object, string]>([
    [{}, 'needs one of'],
    [{ path: '*' }, 'needs one of'],
    [{ cod: 21610 }, 'no field cod'],
    [{ status: 99 }, 'status'],
    [{ status: 500, times: 0 }, 'times'],
    [{ status: 500, retryAfter: 'soon\r\nx: y' }, 'retryAfter'],
    [{ reply: 'nonsense' }, 'reply'],
    [{ reset: 'during' }, 'reset'],
    [{ disorder: 1 }, 'disorder'],
    [{ status: 500, path: '*a*b*c*d*' }, 'stars'],
    [{ reply: 'redirect', location: '/trap' }, 'location'],
    [{ code: 21610, shape: 'square' }, 'shape'],
  ])('such as %o is refused in words', (rule, words) => {
    expect(() => space.simulator.fault(rule as FaultRule)).toThrow(words)
  })
})

describe('a status', () => {
  test('429 comes with and without Retry-After', async () => {
    space.simulator.fault({ status: 429 })
    space.simulator.fault({ status: 429, retryAfter: 7 })
    space.simulator.fault({ status: 429, retryAfter: 'Mon, 05 Jan 2026 12:00:30 GMT' })
    const replies = [await space.get('Calls'), await space.get('Calls'), await space.get('Calls')]
    expect(replies.map(codeOf)).toEqual([20429, 20429, 20429])
    expect(replies.map((reply) => reply.headers['retry-after'])).toEqual([
      undefined,
      '7',
      'Mon, 05 Jan 2026 12:00:30 GMT',
    ])
  })

  test('5xx comes without the operation, or after it took effect', async () => {
    space.simulator.fault({ status: 500 })
    expect((await space.post('Messages', NEW_MESSAGE)).status).toBe(500)
    expect(await messages()).toHaveLength(0)
    space.simulator.fault({ status: 502, takesEffect: true })
    expect((await space.post('Messages', NEW_MESSAGE)).status).toBe(502)
    expect(await messages()).toHaveLength(1)
  })
})

describe('a connection', () => {
  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('is reset %s a message was created', async (reset, created) => {
    space.simulator.fault({ method: 'POST', reset })
    await expect(space.post('Messages', NEW_MESSAGE)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(await messages()).toHaveLength(created)
    expect(space.simulator.requests.at(-2)).toMatchObject({ method: 'POST', status: null, fault: `reset ${reset}` })
  })

  test('is cut in the middle of a reply', async () => {
    space.simulator.fault({ reply: 'cut' })
    await expect(space.get('Calls')).rejects.toThrow()
    expect((await space.get('Calls')).status).toBe(200)
  })

  test('waits on the clock while the operation has long taken effect', async () => {
    space.simulator.fault({ method: 'POST', latencyMs: 30_000 })
    let answered = false
    const late = space.post('Messages', NEW_MESSAGE).then((reply) => {
      answered = true
      return reply
    })
    while (space.clock.sleeping === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(space.simulator.requests.at(-1)).toMatchObject({ method: 'POST', status: 201, fault: 'latencyMs 30000' })
    expect(await messages()).toHaveLength(1)
    expect(answered).toBe(false)
    await space.clock.advance(30_000)
    expect((await late).status).toBe(201)
  })

  test('that waits ends when the simulator closes', async () => {
    space.simulator.fault({ latencyMs: 3_600_000 })
    const waiting = space.get('Calls')
    const ended = expect(waiting).rejects.toThrow()
    while (space.clock.sleeping === 0) await new Promise((resolve) => setImmediate(resolve))
    await space.simulator.close()
    await ended
  })
})

describe('a reply', () => {
  test('comes out of order within its windows, with the same rows', async () => {
    const sids = sidsOf(await space.get('Calls'), 'calls')
    space.simulator.fault({ disorder: 4 })
    const mixed = sidsOf(await space.get('Calls'), 'calls')
    expect(mixed).toEqual([3, 2, 1, 0, 7, 6, 5, 4, 9, 8].map((index) => sids[index]))
  })

  test('is HTML, empty or truncated', async () => {
    space.simulator.fault({ reply: 'html' })
    space.simulator.fault({ reply: 'html', status: 502 })
    space.simulator.fault({ reply: 'empty' })
    space.simulator.fault({ reply: 'truncated' })
    const [page, gateway, empty, half] = [
      await space.get('Calls'),
      await space.get('Calls'),
      await space.get('Calls'),
      await space.get('Calls'),
    ]
    expect([page?.status, page?.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(gateway?.status).toBe(502)
    expect([empty?.status, empty?.text]).toEqual([200, ''])
    expect(half?.status).toBe(200)
    expect(half?.text).toMatch(/^\{"uri"/)
    expect(() => half?.json).toThrow(SyntaxError)
  })

  test('redirects to another host', async () => {
    space.simulator.fault({ reply: 'redirect' })
    space.simulator.fault({ reply: 'redirect', location: 'http://127.0.0.1:9/trap', status: 307 })
    const [usual, own] = [await space.get('Calls'), await space.get('Calls')]
    expect([usual?.status, usual?.headers.location]).toEqual([302, 'https://elsewhere.example.com'])
    expect([own?.status, own?.headers.location]).toEqual([307, 'http://127.0.0.1:9/trap'])
  })

  test('points its next page to another host', async () => {
    space.simulator.fault({ reply: 'foreign-next-page', times: 2, location: 'http://127.0.0.1:9' })
    const laml = await space.get('Calls?PageSize=1')
    expect(laml.json.next_page_uri).toMatch(/^http:\/\/127\.0\.0\.1:9\/api\/laml\/.*PageToken=PA/)
    const relay = await space.get('/api/relay/rest/phone_numbers?page_size=1')
    expect((relay.json.links as { readonly next: string }).next).toMatch(/^http:\/\/127\.0\.0\.1:9\/api\/relay\//)
  })

  test('is as huge as asked for, and still JSON', async () => {
    space.simulator.fault({ reply: 'huge', bytes: 5_000_001 })
    const reply = await space.get('Calls')
    expect(reply.text).toHaveLength(5_000_001)
    expect(Object.keys(reply.json)).toEqual(['padding'])
  })
})
