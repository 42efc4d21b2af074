import { describe, expect, it } from 'vitest'
import { extract } from './extract.js'
import { officialDocuments, officialOperationIds } from './official.js'
import { OFFICIAL_FILES } from './openapi-document.js'
import { USED_OPERATIONS } from './operations.js'

const OFFICIAL = `
openapi: 3.1.0
info: { title: Made up, description: Prose. }
servers: [{ url: 'https://{space}.example.com/api', description: Prose. }]
paths:
  /things/{id}:
    get:
      operationId: get_thing
      summary: Prose.
      parameters: [{ $ref: '#/components/parameters/ThingId' }]
      responses:
        '200': { description: Prose., content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
        '204': { description: Prose. }
  /others:
    get: { operationId: list_others, responses: { '204': { description: Prose. } } }
components:
  parameters:
    ThingId: { name: id, in: path, required: true, description: Prose., schema: { type: string, minLength: 2 } }
  schemas:
    Thing:
      type: object
      description: Prose.
      required: [description]
      properties:
        description: { type: string, description: Prose., examples: [Prose.] }
        kind: { allOf: [{ $ref: '#/components/schemas/Kind' }], description: Prose. }
      unevaluatedProperties: { not: {} }
    Kind: { type: string, enum: [small, large] }
    Unused: { type: string }
`

describe('extract', () => {
  it('keeps the wanted operations with every fact and drops the prose', () => {
    expect(extract(OFFICIAL, ['get_thing'])).toEqual({
      openapi: '3.1.0',
      servers: [{ url: 'https://{space}.example.com/api' }],
      paths: {
        '/things/{id}': {
          get: {
            operationId: 'get_thing',
            parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', minLength: 2 } }],
            responses: {
              '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
              '204': {},
            },
          },
        },
      },
      components: {
        schemas: {
          Kind: { type: 'string', enum: ['small', 'large'] },
          Thing: {
            type: 'object',
            required: ['description'],
            properties: {
              description: { type: 'string' },
              kind: { allOf: [{ $ref: '#/components/schemas/Kind' }] },
            },
            unevaluatedProperties: { not: {} },
          },
        },
      },
    })
  })

  it('refuses an operation that the official file does not have', () => {
    expect(() => extract(OFFICIAL, ['get_thing', 'get_thingy'])).toThrow(/No such operation.*: get_thingy$/)
  })

  it('refuses a keyword that it would silently lose', () => {
    const richer = OFFICIAL.replace('enum: [small, large]', 'enum: [small, large], contentEncoding: base64')
    expect(() => extract(richer, ['get_thing'])).toThrow(/Kind\/contentEncoding/)
  })
})

describe('the committed extract', () => {
  it('has every operation that is listed as used, and no other', () => {
    const listed = OFFICIAL_FILES.flatMap((file) => USED_OPERATIONS[file])
    expect(officialOperationIds().toSorted()).toEqual(listed.toSorted())
  })

  it.each(OFFICIAL_FILES)('of %s contains no prose', (file) => {
    const sentences = stringsIn(officialDocuments()[file]).filter((text) => text.split(' ').length > 3)
    expect(sentences).toEqual([])
    expect(stringsIn({ description: 'It would find a sentence.' })).toHaveLength(1)
  })
})

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}
