import { describe, expect, test } from 'vitest'
import { simulatorNumbers } from '../../src/simulator/index.js'
import { rowsOf, type SpaceClient, startSpace } from './space-client.js'

const LISTS = ['Calls', 'Messages', 'IncomingPhoneNumbers', 'Applications', 'LamlBins', '/api/relay/rest/number_groups']

async function everything(space: SpaceClient) {
  const texts = []
  for (const list of LISTS) texts.push((await space.get(list, { PageSize: 1000 })).text)
  const created = await space.post('Messages', { To: '+12025550150', From: simulatorNumbers.main, Body: 'Hello' })
  await space.simulator.close()
  return [...texts, created.text]
}

const seed = { calls: 120, messages: 120, numbers: 5, applications: 5 }

describe('a seed', () => {
  test('gives the same replies, byte by byte, for the same value and clock', async () => {
    const first = await everything(await startSpace({ seed }))
    expect(await everything(await startSpace({ seed }))).toEqual(first)
    expect(await everything(await startSpace({ seed: { ...seed, value: 2 } }))).not.toEqual(first)
  })

  test('plants as many rows as it is told, spread over the past, in every final status', async () => {
    const space = await startSpace({ seed })
    const calls = rowsOf(await space.get('Calls', { PageSize: 1000 }), 'calls')
    const messages = rowsOf(await space.get('Messages', { PageSize: 1000 }), 'messages')
    expect([calls.length, messages.length]).toEqual([120, 120])
    expect(rowsOf(await space.get('/api/relay/rest/phone_numbers'), 'data')).toHaveLength(10)
    expect(new Set(calls.map((row) => row.status))).toEqual(
      new Set(['completed', 'busy', 'no-answer', 'failed', 'canceled']),
    )
    expect(new Set(messages.map((row) => row.status))).toEqual(
      new Set(['received', 'delivered', 'sent', 'undelivered', 'failed']),
    )
    expect(new Set(calls.map((row) => row.date_created)).size).toBe(120)
    const withMedia = messages.find((row) => row.num_media === 1)
    expect(rowsOf(await space.get(`Messages/${withMedia?.sid}/Media`), 'media_list')).toHaveLength(1)
    await space.simulator.close()
  })
})
