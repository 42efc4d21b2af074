import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SpaceClient, startSpace } from './space-client.js'

let space: SpaceClient
beforeAll(async () => {
  space = await startSpace()
})
afterAll(() => space.simulator.close())

const lookUp = (number: string, query = {}) =>
  space.get(`/api/relay/rest/lookup/phone_number/${encodeURIComponent(number)}`, query)

test('a look-up tells the forms of a number', async () => {
  expect((await lookUp('+12025550150')).json).toMatchObject({
    e164: '+12025550150',
    national_number_formatted: '(202) 555-0150',
    international_number_formatted: '+1 202-555-0150',
    country_code: 'US',
    valid_number: true,
  })
})

test('a look-up adds carrier and caller name only where they are asked for', async () => {
  expect(Object.keys((await lookUp('+12025550150')).json)).not.toContain('carrier')
  const both = await lookUp('+12025550150', { include: 'carrier,cnam' })
  expect(both.json).toMatchObject({ carrier: { linetype: 'wireless' }, cnam: { caller_id: 'EXAMPLE CALLER' } })
})

test('a look-up knows an impossible North American number from a possible foreign one', async () => {
  expect((await lookUp('+11115550150')).json.valid_number).toBe(false)
  expect((await lookUp('+4915123456789')).json.valid_number).toBe(true)
})

test('a look-up of what is no number finds nothing', async () => {
  const reply = await lookUp('nobody')
  expect([reply.status, reply.json]).toEqual([404, { error: 'Not Found' }])
})
