import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { simulatorIds } from '../../src/simulator/index.js'
import { codeOf, type FormFields, type SpaceClient, sidsOf, startSpace } from './space-client.js'

let space: SpaceClient
beforeEach(async () => {
  space = await startSpace({ seed: { applications: 2 } })
})
afterEach(() => space.simulator.close())

describe('an application', () => {
  test('is created, read, changed and deleted', async () => {
    const created = await space.post('Applications', { FriendlyName: 'New', VoiceUrl: 'https://example.com/v' })
    expect(created.status).toBe(201)
    expect(created.json).toMatchObject({
      friendly_name: 'New',
      voice_url: 'https://example.com/v',
      voice_method: 'POST',
    })
    const path = `Applications/${created.json.sid}`
    await space.clock.advance(2000)
    const changed = await space.post(path, {
      FriendlyName: 'Newer',
      VoiceUrl: '',
      SmsStatusCallback: 'https://example.com/s',
    })
    expect(changed.json).toMatchObject({
      friendly_name: 'Newer',
      voice_url: null,
      sms_status_callback: 'https://example.com/s',
      message_status_callback: 'https://example.com/s',
      date_updated: 'Mon, 05 Jan 2026 12:00:02 +0000',
    })
    expect((await space.get(path)).json).toEqual(changed.json)
    expect((await space.delete(path)).status).toBe(204)
    expect(codeOf(await space.get(path))).toBe(20404)
  })

  test('is left out because of FriendlyName', async () => {
    expect(sidsOf(await space.get('Applications'), 'applications')).toHaveLength(3)
    const found = await space.get('Applications', { FriendlyName: 'Front desk' })
    expect(sidsOf(found, 'applications')).toEqual([simulatorIds.application])
    expect(sidsOf(await space.get('Applications', { FriendlyName: 'Front' }), 'applications')).toEqual([])
  })

  test.each<[FormFields, number]>([
    [{}, 20002],
    [{ FriendlyName: 'x'.repeat(65) }, 20002],
    [{ FriendlyName: 'x', SmsUrl: 'nowhere' }, 21402],
    [{ FriendlyName: 'x', VoiceMethod: 'PUT' }, 21209],
  ])('is refused with %o', async (form, code) => {
    const reply = await space.post('Applications', form)
    expect([reply.status, codeOf(reply)]).toEqual([400, code])
    expect(codeOf(await space.post(`Applications/${simulatorIds.application}`, form))).toBe(code)
  })
})
