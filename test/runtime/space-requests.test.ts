import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { laml, relay } from '../../src/core/request.js'
import { type Connection, openConnection } from '../../src/open-connection.js'
import { type Simulator, simulatorIds, startSimulator } from '../../src/simulator/index.js'

let simulator: Simulator
let connection: Connection
beforeAll(async () => {
  simulator = await startSimulator({ seed: { numbers: 1500 } })
  connection = await openConnection(simulator.credentials, { retry: { retries: 1, baseDelayMs: 0 } })
})
afterAll(async () => {
  connection.close()
  await simulator.close()
})
beforeEach(() => {
  simulator.clearRequests()
  simulator.clearFaults()
})
const doing = 'Trying it'
const bin = { Name: 'A & B', Contents: '<Response/>' }

describe('a request that is no module’s', () => {
  it('sends JSON to the Relay API, and is repeated where its answer is lost', async () => {
    simulator.fault({ method: 'PUT', reset: 'after' })
    const path = [['id', simulatorIds.mainNumber]] as const
    const request = relay('PUT', '/phone_numbers/{id}')
    const row = await connection.request({ request, doing, path, body: { name: 'Front desk' } })
    expect(row).toMatchObject({ id: simulatorIds.mainNumber, name: 'Front desk' })
    expect(simulator.requests.map(({ method }) => method)).toEqual(['PUT', 'PUT'])
  })

  it('sends a form to the LaML API; a POST whose answer is lost is not repeated', async () => {
    expect(await connection.request({ request: laml('POST', '/LamlBins'), doing, body: bin })).toMatchObject({
      name: 'A & B',
    })
    simulator.clearRequests()
    simulator.fault({ method: 'POST', reset: 'after' })
    const again = connection.request({ request: laml('POST', '/LamlBins'), doing, body: bin })
    await expect(again).rejects.toMatchObject({ code: 'outcome_unknown' })
    expect(simulator.requests).toHaveLength(1)
  })

  it('gives nothing for a DELETE, and the status of a refusal', async () => {
    const created = await connection.request({ request: laml('POST', '/LamlBins'), doing, body: bin })
    const path = [['Sid', String(created?.sid)]] as const
    const remove = { request: laml('DELETE', '/LamlBins/{Sid}'), doing, path }
    expect(await connection.request(remove)).toBeUndefined()
    await expect(connection.request(remove)).rejects.toMatchObject({ status: 404 })
  })

  it('lists all pages, or what a query narrows them to', async () => {
    const listing = { request: relay('GET', '/phone_numbers'), items: 'data' }
    const count = async (query?: readonly (readonly [string, string])[]) => {
      let rows = 0
      for await (const _ of connection.rows(listing, { doing, query })) rows += 1
      return rows
    }
    expect(await count()).toBeGreaterThan(1500)
    expect(await count([['filter_number', '+12025550100']])).toBe(1)
  })
})
