import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { simulatorIds, simulatorNumbers } from '../../src/simulator/index.js'
import { rowsOf, type SpaceClient, sidsOf, startSpace } from './space-client.js'

let space: SpaceClient
beforeEach(async () => {
  space = await startSpace()
})
afterEach(() => space.simulator.close())

const GROUPS = '/api/relay/rest/number_groups'
const CAMPAIGN = `${GROUPS}/${simulatorIds.numberGroup}`

describe('a number group', () => {
  test('is created, read, changed and deleted', async () => {
    const created = await space.json('POST', GROUPS, { name: 'New' })
    expect(created.json).toMatchObject({ name: 'New', sticky_sender: false, phone_number_count: 0 })
    const path = `${GROUPS}/${created.json.id}`
    const changed = await space.json('PUT', path, { name: 'Newer', sticky_sender: true })
    expect(changed.json).toMatchObject({ name: 'Newer', sticky_sender: true })
    expect((await space.json('PUT', path, { name: 'Newest' })).json.sticky_sender).toBe(true)
    expect(sidsOf(await space.get(GROUPS), 'data')).toEqual([created.json.id, simulatorIds.numberGroup])
    expect((await space.delete(path)).status).toBe(204)
    expect((await space.get(path)).json).toEqual({ error: 'Not Found' })
  })

  test('is left out because of filter_name', async () => {
    await space.json('POST', GROUPS, { name: 'New' })
    expect(sidsOf(await space.get(GROUPS), 'data')).toHaveLength(2)
    expect(sidsOf(await space.get(GROUPS, { filter_name: 'amp' }), 'data')).toEqual([simulatorIds.numberGroup])
  })

  test.each([{}, { name: ' ' }, { name: 5 }, { name: 'x', sticky_sender: 'yes' }])(
    'is refused as %o',
    async (value) => {
      expect((await space.json('POST', GROUPS, value)).status).toBe(422)
      expect((await space.json('PUT', CAMPAIGN, value)).status).toBe(422)
    },
  )
})

describe('a membership', () => {
  test('puts a number into a group, once, and takes it out again', async () => {
    const members = `${CAMPAIGN}/number_group_memberships`
    const added = await space.json('POST', members, { phone_number_id: simulatorIds.supportNumber })
    expect(added.json).toMatchObject({
      number_group_id: simulatorIds.numberGroup,
      phone_number: { id: simulatorIds.supportNumber, number: simulatorNumbers.support },
    })
    expect((await space.json('POST', members, { phone_number_id: simulatorIds.supportNumber })).status).toBe(422)
    expect((await space.get(CAMPAIGN)).json.phone_number_count).toBe(2)
    const path = `/api/relay/rest/number_group_memberships/${added.json.id}`
    expect((await space.get(path)).json).toEqual(added.json)
    expect((await space.delete(path)).status).toBe(204)
    expect(rowsOf(await space.get(members), 'data')).toHaveLength(1)
  })

  test('needs a number of the project and a group that exists', async () => {
    const members = `${CAMPAIGN}/number_group_memberships`
    expect((await space.json('POST', members, { phone_number_id: simulatorIds.application })).status).toBe(422)
    const nowhere = `${GROUPS}/${simulatorIds.application}/number_group_memberships`
    expect((await space.json('POST', nowhere, { phone_number_id: simulatorIds.mainNumber })).status).toBe(404)
  })

  test('ends with its group, and belongs to that group alone', async () => {
    const other = await space.json('POST', GROUPS, { name: 'Other' })
    expect(rowsOf(await space.get(`${GROUPS}/${other.json.id}/number_group_memberships`), 'data')).toEqual([])
    const [member] = sidsOf(await space.get(`${CAMPAIGN}/number_group_memberships`), 'data')
    await space.delete(CAMPAIGN)
    expect((await space.get(`/api/relay/rest/number_group_memberships/${member}`)).status).toBe(404)
  })
})
