import { describe, expect, it } from 'vitest'
import { modules } from '../../../modules/index.js'
import { sources } from '../../../modules/sources/sources.js'
import { allFields } from '../../../src/core/active-fields.js'
import { boolean, choice, date, decimal, integer, multiSelect, select, text } from '../../../src/core/fields.js'
import { apiRequestOf, type Module } from '../../../src/core/module.js'
import { laml } from '../../../src/core/request.js'
import { atLeastOneOf, notTogether } from '../../../src/core/rules.js'
import { value } from '../../../src/core/shape.js'
import { form, path, query } from '../../../src/core/wire.js'
import { moduleCommunication } from '../../../src/targets/make/communication.js'
import { moduleInterface } from '../../../src/targets/make/interface.js'
import { outputOf } from '../../../src/targets/make/output.js'
import { placesOf } from '../../../src/targets/make/places.js'
import { rpcCommunication } from '../../../src/targets/make/rpc.js'
import { ruleStep } from '../../../src/targets/make/rules.js'

const base = { label: 'Value', help: 'Enter a value that travels to SignalWire.' }
const everyModule: readonly Module[] = modules
const moduleNamed = (id: string): Module => {
  const found = everyModule.find((module) => module.id === id)
  if (!found) throw new Error(`There is no module ${id}.`)
  return found
}
const options = { a: 'A', b: 'B' }

describe('the places of a request', () => {
  const post = laml('POST', '/Calls/{Sid}', { Body: '' })

  it('puts the account and fields into the path, a field encoded', () => {
    expect(placesOf(post, { sid: text({ ...base, wire: path('Sid') }) }).url).toBe(
      '/api/laml/2010-04-01/Accounts/{{connection.projectId}}/Calls/{{encodeURL(parameters.sid)}}',
    )
  })

  it('sends what is always sent, an empty text too', () => {
    expect(placesOf(post, {}).body).toEqual({ Body: '' })
    expect(placesOf(laml('GET', '/Calls', { PageSize: '1' }), {}).qs).toEqual({ PageSize: '1' })
  })

  it('spells each value as the API wants it, and nothing where it is not filled', () => {
    const { body } = placesOf(post, {
      a: text({ ...base, wire: form('A') }),
      b: boolean({ ...base, wire: form('B') }),
      c: decimal({ ...base, wire: form('C') }),
      d: multiSelect({ ...base, options, wire: form('D', 'spaceSeparated') }),
      e: multiSelect({ ...base, options, wire: form('E', 'repeated') }),
    })
    expect(body).toEqual({
      Body: '',
      A: '{{parameters.a}}',
      B: '{{parameters.b}}',
      C: "{{if(parameters.c, replace(replace(parameters.c, '/^[.]/', '0.'), '/[.]$/', emptystring), ignore)}}",
      D: '{{if(parameters.d, join(parameters.d, space), ignore)}}',
      E: '{{parameters.e}}',
    })
  })

  it('writes dates in the zone and the form of the API', () => {
    const { qs } = placesOf(laml('GET', '/Messages'), {
      at: date({ ...base, wire: query('At') }),
      on: date({ ...base, wire: query('On', 'utcDay') }),
    })
    expect(qs).toEqual({
      At: "{{if(parameters.at, formatDate(parameters.at, 'ddd, DD MMM YYYY HH:mm:ss [GMT]', 'UTC'), ignore)}}",
      On: "{{if(parameters.on, formatDate(parameters.on, 'YYYY-MM-DD', 'UTC'), ignore)}}",
    })
  })

  it('has one parameter for each suffix of an operator, exactly one of which is sent', () => {
    const suffix = { equal: '', before: '<', after: '>' }
    const { qs } = placesOf(laml('GET', '/Calls'), {
      type: select({ ...base, options: { equal: 'On', before: 'Before', after: 'After' } }),
      day: text({ ...base, wire: query('Day', 'plain', { field: 'type', suffix }) }),
    })
    expect(qs).toEqual({
      Day: "{{if(!(parameters.type = 'before') && !(parameters.type = 'after'), parameters.day, ignore)}}",
      'Day<': "{{if(parameters.type = 'before', parameters.day, ignore)}}",
      'Day>': "{{if(parameters.type = 'after', parameters.day, ignore)}}",
    })
  })

  it('sends a field of an option only while the option is chosen', () => {
    const inner = choice({
      ...base,
      options: {
        x: { label: 'X', fields: { deep: text({ ...base, wire: form('Deep') }) } },
        y: { label: 'Y', fields: {} },
      },
    })
    const { body } = placesOf(laml('POST', '/Calls'), {
      way: choice({
        ...base,
        options: {
          a: { label: 'A', fields: { shared: text({ ...base, wire: form('Shared') }), inner } },
          b: {
            label: 'B',
            fields: { shared: text({ ...base, wire: form('Shared') }), one: text({ ...base, wire: form('One') }) },
          },
        },
      }),
    })
    expect(body).toEqual({
      // Both options have it, so there is nothing to decide.
      Shared: '{{parameters.shared}}',
      Deep: "{{if(parameters.way = 'a' && parameters.inner = 'x', parameters.deep, ignore)}}",
      One: "{{if(parameters.way = 'b', parameters.one, ignore)}}",
    })
  })

  it('takes a parameter from whichever option fills it', () => {
    const { body } = placesOf(laml('POST', '/Calls'), {
      way: choice({
        ...base,
        options: {
          a: { label: 'A', fields: { one: text({ ...base, wire: form('Same') }) } },
          b: { label: 'B', fields: { two: text({ ...base, wire: form('Same') }) } },
        },
      }),
    })
    expect(body).toEqual({
      Same: "{{ifempty(if(parameters.way = 'a', parameters.one, ignore), if(parameters.way = 'b', parameters.two, ignore))}}",
    })
  })

  it.each(everyModule.map((module) => [module.id, module] as const))(
    'have every field of %s that travels',
    (_, module) => {
      const request = apiRequestOf(module)
      const travelling = [...allFields(module.fields)].filter(([, one]) => one.wire).map(([key]) => key)
      const written = request ? JSON.stringify(placesOf(request, module.fields)) : ''
      for (const key of travelling) expect(written).toContain(`parameters.${key}`)
    },
  )
})

describe('the communication of a module', () => {
  it('is one request of an action after its checks', () => {
    expect(moduleCommunication(moduleNamed('createMessage'))).toMatchObject([
      {
        response: {
          valid: { condition: '{{(parameters.from || parameters.messagingServiceSid)}}', type: 'DataError' },
        },
      },
      {
        method: 'POST',
        type: 'urlencoded',
        body: {
          To: '{{parameters.to}}',
          MediaUrl: "{{if(parameters.contentType = 'media', parameters.mediaUrl, ignore)}}",
        },
        response: { output: { '{{...}}': '{{body}}' } },
      },
    ])
  })

  it('pages through a search in whole pages, stops at Limit and follows only the path of the next page', () => {
    expect(moduleCommunication(moduleNamed('searchCalls'))).toMatchObject([
      {
        method: 'GET',
        qs: { PageSize: '1000' },
        response: { iterate: '{{body.calls}}', limit: '{{parameters.limit}}', output: { '{{...}}': '{{item}}' } },
        pagination: {
          mergeWithParent: false,
          url: "{{replace(body.next_page_uri, '/^https?:[/]{2}[^/]+/', emptystring)}}",
          condition: '{{body.next_page_uri}}',
        },
      },
    ])
  })

  it('orders the rows of a polling trigger by date and tells them apart by identity', () => {
    expect(moduleCommunication(moduleNamed('watchMessages'))).toMatchObject([
      {
        response: {
          iterate: {
            container: '{{body.messages}}',
            condition:
              "{{(!parameters.direction || parameters.direction = 'any' || indexOf(item.direction, parameters.direction) = 0)}}",
          },
          trigger: {
            type: 'date',
            order: 'desc',
            id: '{{item.sid}}',
            date: expect.stringContaining('item.date_created'),
          },
        },
      },
    ])
  })

  it('echoes the input where the API answers with no body', () => {
    expect(moduleCommunication(moduleNamed('deleteCall'))).toMatchObject([
      { method: 'DELETE', response: { output: { sid: '{{parameters.callSid}}' } } },
    ])
  })

  it('keeps the URL of an arbitrary call below the Space', () => {
    const [request] = moduleCommunication(moduleNamed('makeApiCall'))
    expect(request?.url).toBe('/{{parameters.url}}')
  })

  it('is empty for an instant trigger, which is told and does not ask', () => {
    expect(moduleCommunication(moduleNamed('watchNewCalls'))).toEqual([])
  })
})

describe('a rule', () => {
  const fields = { a: boolean(base), b: text(base), c: integer(base) }

  it('is a check before the request, in which false and 0 count as filled', () => {
    const { valid } = ruleStep(atLeastOneOf(['a', 'b', 'c'], 'Fill one.'), fields).response
    expect(valid).toEqual({
      condition:
        '{{((parameters.a = true || parameters.a = false) || parameters.b || (parameters.c || parameters.c = 0))}}',
      message: 'Fill one.',
      type: 'DataError',
    })
  })

  it('refuses any two of fields that exclude each other', () => {
    const { valid } = ruleStep(notTogether(['b', 'd', 'e'], 'Only one.'), fields).response
    expect(valid.condition).toBe(
      '{{!(parameters.b && parameters.d) && !(parameters.b && parameters.e) && !(parameters.d && parameters.e)}}',
    )
  })
})

describe('an output', () => {
  const shape = {
    sid: value.text('SID'),
    made: value.date('Made', { codec: 'rfc2822' }),
    seen: value.date('Seen', { codec: 'iso8601', nullable: true }),
    parts: value.list('Parts', { item: value.collection('Part', { shape: { url: value.text('URL') } }) }),
    links: value.collection('Links', { shape: { media: value.any('Media') } }),
    tags: value.list('Tags', { item: value.text('Tag') }),
  } as const

  it('is the reply with its dates read', () => {
    expect(outputOf(shape, 'item')).toEqual({
      '{{...}}': '{{item}}',
      made: "{{if(item.made, parseDate(item.made, 'ddd, DD MMM YYYY HH:mm:ss ZZ', 'UTC'), item.made)}}",
      seen: '{{if(item.seen, parseDate(item.seen), item.seen)}}',
    })
    expect(outputOf({ sid: shape.sid }, 'body')).toBe('{{body}}')
  })

  it('is described to Make with its nested values', () => {
    expect(moduleInterface(shape)).toEqual([
      { name: 'sid', label: 'SID', type: 'text' },
      { name: 'made', label: 'Made', type: 'date' },
      { name: 'seen', label: 'Seen', type: 'date' },
      { name: 'parts', label: 'Parts', type: 'array', spec: [{ name: 'url', label: 'URL', type: 'text' }] },
      { name: 'links', label: 'Links', type: 'collection', spec: [{ name: 'media', label: 'Media', type: 'any' }] },
      { name: 'tags', label: 'Tags', type: 'array', spec: { label: 'Tag', type: 'text' } },
    ])
  })
})

describe('the RPC of a source', () => {
  const rpc = (id: string) => {
    const source = sources.find((one) => one.id === id)
    return source && rpcCommunication(source)
  }

  it('lists the rows that the source keeps, with the label that people see', () => {
    expect(rpc('voiceNumbers')).toMatchObject({
      url: '/api/relay/rest/phone_numbers',
      qs: { page_size: '1000' },
      response: {
        iterate: {
          container: '{{body.data}}',
          condition: "{{contains(' ' + join(item.capabilities, space) + ' ', ' voice ')}}",
        },
        output: {
          label: "{{trim(ifempty(item.number, emptystring) + ' ' + ifempty(item.name, emptystring))}}",
          value: '{{item.number}}',
        },
        limit: 500,
      },
      pagination: { condition: '{{body.links.next}}' },
    })
    expect(rpc('applications')).toMatchObject({ response: { iterate: '{{body.applications}}' } })
  })

  it('does not exist for what only our own host knows', () => {
    expect(rpc('hooks')).toBeUndefined()
  })
})
