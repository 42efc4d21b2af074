import { describe, expect, it } from 'vitest'
import { channelKeys, differences, readNumber } from '../../src/hooks/number-settings.js'
import document from '../official/relay-numbers.json' with { type: 'json' }

const { PhoneNumber, PhoneNumberCallHandlerRequest, PhoneNumberMessageHandler, UpdatePhoneNumberRequest } =
  document.components.schemas
const shown = Object.keys(PhoneNumber.properties)
const settable = Object.keys(UpdatePhoneNumberRequest.properties)

describe('the settings of a number', () => {
  it.each(Object.entries(channelKeys))('for %s are what the official API shows and takes', (_, keys) => {
    const { restorable, ...single } = keys
    const names = [...Object.values(single), ...Object.values(restorable).flat()]
    expect(names.filter((name) => !shown.includes(name) || !settable.includes(name))).toEqual([])
  })

  it('count as restorable where the official API takes the handler and shows its setting', () => {
    expect(Object.keys(channelKeys.voice.restorable).sort()).toEqual([...PhoneNumberCallHandlerRequest.enum].sort())
    const hidden = 'message_relay_application'
    expect([settable.includes(hidden), shown.includes(hidden)]).toEqual([true, false])
    const messages = PhoneNumberMessageHandler.enum.filter((handler) => handler !== 'relay_application')
    expect(Object.keys(channelKeys.messaging.restorable).sort()).toEqual(messages.sort())
  })

  it('are the same whether nothing is null, empty or left out; a method without its URL does not count', () => {
    const row = { id: 'x', number: '+12025550100', message_request_url: '', message_fallback_method: 'GET' }
    const { settings } = readNumber(row, 'messaging')
    expect(settings).toMatchObject({ message_request_url: null, message_handler: null })
    const wanted = { message_request_url: null, message_fallback_url: null, message_fallback_method: 'POST' }
    expect(differences(settings, wanted)).toEqual([])
    const other = { ...wanted, message_fallback_url: 'https://example.com/' }
    expect(differences(settings, other)).toEqual(['message_fallback_url', 'message_fallback_method'])
  })
})
