import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { simulatorIds } from '../../src/simulator/index.js'
import { codeOf, type SpaceClient, sidsOf, startSpace } from './space-client.js'

let space: SpaceClient
beforeEach(async () => {
  space = await startSpace()
})
afterEach(() => space.simulator.close())

describe('a LaML bin', () => {
  test('is created, read, changed and deleted', async () => {
    const created = await space.post('LamlBins', { Name: 'New' })
    expect(created.status).toBe(201)
    expect(created.json).toMatchObject({
      contents: expect.stringContaining('<Response></Response>'),
      request_url: `https://example.signalwire.com/laml-bins/${created.json.sid}`,
      date_created: '2026-01-05T12:00:00Z',
    })
    const path = `LamlBins/${created.json.sid}`
    await space.post(path, { Name: 'Newer', Contents: '<Response><Hangup/></Response>' })
    const renamed = await space.post(path, { Name: 'Newest' })
    expect(renamed.json).toMatchObject({ name: 'Newest', contents: '<Response><Hangup/></Response>' })
    expect((await space.get(path)).json).toEqual(renamed.json)
    expect((await space.delete(path)).status).toBe(204)
    expect(codeOf(await space.get(path))).toBe(20404)
  })

  test('is left out because of Name', async () => {
    await space.post('LamlBins', { Name: 'New' })
    expect(sidsOf(await space.get('LamlBins'), 'laml_bins')).toHaveLength(2)
    expect(sidsOf(await space.get('LamlBins', { Name: 'Greeting' }), 'laml_bins')).toEqual([simulatorIds.lamlBin])
  })

  test('needs a name, and a document where it is given contents', async () => {
    const nameless = await space.post('LamlBins')
    expect([nameless.status, codeOf(nameless)]).toEqual([400, 20002])
    const plain = await space.post('LamlBins', { Name: 'Plain', Contents: 'Hello' })
    expect([plain.status, codeOf(plain)]).toEqual([422, 20422])
  })
})
