import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { simulatorNumbers } from '../../src/simulator/index.js'
import { codeOf, rowsOf, type SpaceClient, sidsOf, startSpace } from './space-client.js'

let space: SpaceClient
beforeEach(async () => {
  space = await startSpace({ seed: { calls: 7 } })
})
afterEach(() => space.simulator.close())

const PATH = (space: SpaceClient) => `/api/laml/2010-04-01/Accounts/${space.simulator.credentials.projectId}/Calls`

/** Follows `next_page_uri` from a first page to the end, doing something between two pages. */
async function followCalls(first: string, between: () => unknown = () => undefined) {
  const pages: unknown[][] = []
  let next: unknown = first
  while (typeof next === 'string') {
    const reply = await space.get(next)
    pages.push([...sidsOf(reply, 'calls')])
    next = reply.json.next_page_uri
    await between()
  }
  return pages
}

describe('a LaML page', () => {
  test('says where it is, and holds the newest rows first', async () => {
    const reply = await space.get('Calls', { PageSize: 3 })
    expect(reply.json).toMatchObject({
      uri: `${PATH(space)}?Page=0&PageSize=3`,
      first_page_uri: `${PATH(space)}?Page=0&PageSize=3`,
      next_page_uri: expect.stringMatching(/\?Page=1&PageSize=3&PageToken=PA[0-9a-z-]+$/),
      previous_page_uri: null,
      page: 0,
      page_size: 3,
    })
    const times = rowsOf(reply, 'calls').map((row) => Date.parse(String(row.date_created)))
    expect(times).toHaveLength(3)
    expect(times).toEqual(times.toSorted((a, b) => b - a))
  })

  test('holds 50 rows where no size is given', async () => {
    const many = await startSpace({ seed: { calls: 51 } })
    const reply = await many.get('Calls')
    expect([rowsOf(reply, 'calls').length, reply.json.page_size]).toEqual([50, 50])
    await many.simulator.close()
  })

  test('leads to all rows, once each, and back again', async () => {
    const all = sidsOf(await space.get('Calls'), 'calls')
    const pages = await followCalls('Calls?PageSize=3')
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1])
    expect(pages.flat()).toEqual(all)
    const second = await space.get(String((await space.get('Calls?PageSize=3')).json.next_page_uri))
    const back = await space.get(String(second.json.previous_page_uri))
    expect(sidsOf(back, 'calls')).toEqual(pages[0])
    expect(sidsOf(await space.get(String(back.json.next_page_uri)), 'calls')).toEqual(pages[1])
  })

  test('is not moved by rows that arrive or go in between', async () => {
    const all = sidsOf(await space.get('Calls'), 'calls')
    let gone = false
    const pages = await followCalls('Calls?PageSize=3', async () => {
      space.simulator.addCall({ status: 'completed' })
      // The last row of the first page: the place that its token names.
      if (!gone) expect((await space.delete(`Calls/${all[2]}`)).status).toBe(204)
      gone = true
    })
    expect(pages.flat()).toEqual(all)
    expect(sidsOf(await space.get('Calls'), 'calls')).toHaveLength(9)
  })

  test('keeps its filters, percent-encoded, in the links', async () => {
    for (let index = 0; index < 3; index++) {
      space.simulator.addCall({ status: 'completed', to: '+12025550199', startTime: '2026-01-05T10:00:00Z' })
    }
    const query = { To: '+12025550199', 'StartTime<': 'Mon, 05 Jan 2026 11:00:00 +0000', PageSize: 2 }
    const first = await space.get('Calls', query)
    const next = String(first.json.next_page_uri)
    expect(next).toContain('To=%2B12025550199&StartTime%3C=Mon%2C%2005%20Jan%202026%2011%3A00%3A00%20%2B0000&Page=1')
    expect(rowsOf(await space.get(next), 'calls').map((row) => row.to)).toEqual(['+12025550199'])
  })

  test.each([
    ['Page=1', 54453],
    ['Page=2&PageToken=', 54453],
    ['PageToken=0a059168', 21481],
    ['PageToken=PA0a059168', 21481],
    ['Page=1&PageToken=PAmwvf7csv-7q1-aaaaaa', 21481],
    ['PageSize=0', 54454],
    ['PageSize=1001', 54454],
    ['PageSize=ten', 54454],
    ['PageSize=1.5', 54454],
    ['Page=-1', 10000],
  ])('refuses %s', async (query, code) => {
    const reply = await space.get(`Calls?${query}`)
    expect([reply.status, codeOf(reply)]).toEqual([400, code])
  })

  test('takes sizes 1 and 1000', async () => {
    expect(rowsOf(await space.get('Calls?PageSize=1'), 'calls')).toHaveLength(1)
    expect(rowsOf(await space.get('Calls?PageSize=1000'), 'calls')).toHaveLength(7)
  })

  test('of rows created in any order, with any size, adds up to the whole list', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 25 }),
        fc.integer({ min: 1, max: 10 }),
        async (ages, size) => {
          const own = await startSpace()
          for (const age of ages) own.simulator.addMessage({ dateCreated: own.clock.now() - age * 1000 })
          const all = sidsOf(await own.get('Messages', { PageSize: 1000 }), 'messages')
          const followed: unknown[] = []
          let next: unknown = `Messages?PageSize=${size}`
          while (typeof next === 'string') {
            const reply = await own.get(next)
            followed.push(...sidsOf(reply, 'messages'))
            next = reply.json.next_page_uri
          }
          await own.simulator.close()
          expect(followed).toEqual(all)
          expect(new Set(followed).size).toBe(ages.length)
        },
      ),
      { numRuns: 25 },
    )
  })
})

describe('a relay page', () => {
  test('has links to itself, the first, the next and the previous page', async () => {
    const first = await space.get('/api/relay/rest/phone_numbers?page_size=2&filter_number=%2B1202')
    const base = '/api/relay/rest/phone_numbers?filter_number=%2B1202'
    expect(first.json.links).toEqual({
      self: `${base}&page_number=0&page_size=2`,
      first: `${base}&page_number=0&page_size=2`,
      next: expect.stringContaining(`${base}&page_number=1&page_size=2&page_token=PA`),
    })
    const { next } = first.json.links as { readonly next: string }
    const second = await space.get(next)
    const { prev } = second.json.links as { readonly prev: string }
    expect(sidsOf(await space.get(prev), 'data')).toEqual(sidsOf(first, 'data'))
    const last = await space.get((second.json.links as { readonly next: string }).next)
    expect(Object.keys(last.json.links as object)).toEqual(['self', 'first', 'prev'])
    const numbers = [first, second, last].flatMap((reply) => rowsOf(reply, 'data').map((row) => row.number))
    const { agent, fax, main, support, voiceOnly } = simulatorNumbers
    expect(numbers).toEqual([main, support, fax, voiceOnly, agent])
  })

  test.each(['page_size=0', 'page_number=1', 'page_token=PAx'])('refuses %s in the way of its list', async (query) => {
    const numbers = await space.get(`/api/relay/rest/phone_numbers?${query}`)
    expect([numbers.status, numbers.json]).toEqual([400, { error: 'Bad Request' }])
    const groups = await space.get(`/api/relay/rest/number_groups?${query}`)
    expect(groups.status).toBe(422)
    expect(rowsOf(groups, 'errors')[0]).toMatchObject({ status: '422', code: '422', detail: expect.any(String) })
  })
})
