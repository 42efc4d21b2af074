import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { createMessage } from '../../../modules/index.js'
import { ConnectorError } from '../../../src/core/errors.js'
import { parseInput } from '../../../src/runtime/parse.js'
import { inputJsonSchema } from '../../../src/targets/json-schema.js'

const schemaAccepts = new Ajv2020({ strict: false }).compile(inputJsonSchema(createMessage))
const text = { to: '+12025550142', contentType: 'body', body: 'Hello' }
const group = { messagingServiceSid: '2c4e6a80-9b1d-4f37-a5c2-e8d0b6f41937' }

const message = (input: Readonly<Record<string, unknown>>): string | undefined => {
  try {
    parseInput(createMessage, input, { timeZone: 'UTC' })
    return undefined
  } catch (thrown) {
    if (thrown instanceof ConnectorError) return thrown.message
    throw thrown
  }
}

describe('Create a Message', () => {
  it('needs From or a Message Service SID, and takes both', () => {
    for (const sender of [{ from: '+12025550101' }, group, { from: '+12025550101', ...group }]) {
      expect(message({ ...text, ...sender })).toBeUndefined()
      expect(schemaAccepts({ ...text, ...sender })).toBe(true)
    }
    expect(message(text)).toContain('From or Message Service SID is needed')
    expect(schemaAccepts(text)).toBe(false)
  })

  it('takes a Body for either content: needed for a text, welcome with media', () => {
    const media = { to: '+12025550142', ...group, contentType: 'media', mediaUrl: ['https://example.com/menu.jpg'] }
    expect(message(media)).toBeUndefined()
    expect(message({ ...media, body: 'Our menu' })).toBeUndefined()
    expect(message({ ...text, ...group, body: undefined })).toContain('Body (body) is required')
    expect(message({ ...text, ...group, mediaUrl: media.mediaUrl })).toContain('exists only where Content Type')
  })
})
