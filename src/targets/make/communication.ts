import type { ActionModule, Module, SearchModule, TriggerModule } from '../../core/module.js'
import type { ArbitraryRequest } from '../../core/request.js'
import { call, type Expression, either, equal, literal, member, parameter, template } from './iml.js'
import { makeListing } from './listing.js'
import { outputOf, parsedDate } from './output.js'
import { placesOf } from './places.js'
import { ruleStep } from './rules.js'

/** One step of a communication: a request, or a check without one. */
export interface MakeRequest {
  readonly url?: string
  readonly method?: string
  readonly type?: 'urlencoded' | 'json' | 'text'
  readonly headers?: Readonly<Record<string, string>>
  readonly qs?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly response?: {
    readonly valid?: { readonly condition: string; readonly message: string; readonly type: string }
    readonly iterate?: string | { readonly container: string; readonly condition: string }
    readonly output?: string | Readonly<Record<string, string>>
    readonly limit?: string | number
    readonly trigger?: {
      readonly type: 'date'
      readonly order: 'desc'
      readonly id: string
      readonly date: string
    }
  }
  readonly pagination?: ReturnType<typeof makeListing>['pagination']
}

/** What a module asks SignalWire, one step after the other. Paths are relative to the Space; an instant trigger asks nothing. */
export function moduleCommunication(module: Module): readonly MakeRequest[] {
  const checks = module.rules.map((rule) => ruleStep(rule, module.fields))
  switch (module.kind) {
    case 'action':
      return [...checks, actionRequest(module)]
    case 'search':
    case 'trigger':
      return [...checks, listRequest(module)]
    case 'instantTrigger':
      return []
  }
}

function actionRequest(module: ActionModule): MakeRequest {
  const { request } = module
  if (request.kind === 'arbitrary') return arbitraryRequest(request)
  const { url, qs, body } = placesOf(request, module.fields)
  const output = module.echo
    ? Object.fromEntries(Object.entries(module.echo).map(([name, key]) => [name, template(parameter(key))]))
    : outputOf(module.output, 'body')
  const sendsBody = request.method !== 'GET' && request.method !== 'DELETE'
  return {
    url,
    method: request.method,
    ...(Object.keys(qs).length > 0 && { qs }),
    ...(sendsBody && { type: request.api === 'laml' ? ('urlencoded' as const) : ('json' as const), body }),
    response: { output },
  }
}

function listRequest(module: SearchModule | TriggerModule): MakeRequest {
  const { url, qs } = placesOf(module.listing.request, module.fields)
  const { container, pagination, qs: paging } = makeListing(module.listing)
  const keep = module.kind === 'trigger' ? keepCondition(module) : undefined
  return {
    url,
    method: 'GET',
    qs: { ...qs, ...paging },
    response: {
      iterate: keep === undefined ? container : { container, condition: template(keep) },
      output: outputOf(module.output, 'item'),
      limit: template(parameter('limit')),
      ...(module.kind === 'trigger' && { trigger: triggerOf(module) }),
    },
    pagination,
  }
}

/** SignalWire lists the newest first. */
function triggerOf(module: TriggerModule): NonNullable<NonNullable<MakeRequest['response']>['trigger']> {
  const cursor = module.output[module.cursor]
  const time = member('item', module.cursor)
  return {
    type: 'date',
    order: 'desc',
    id: template(member('item', module.identity)),
    date: template(cursor?.type === 'date' ? parsedDate(time, cursor.codec) : time),
  }
}

function keepCondition({ keep }: TriggerModule): Expression | undefined {
  if (!keep) return undefined
  const wanted = parameter(keep.field)
  return either(
    `!${wanted}`,
    equal(wanted, literal(keep.unless)),
    equal(call('indexOf', member('item', keep.output), wanted), '0'),
  )
}

/** The slash before the URL keeps credentials with the Space, whatever the URL is. */
function arbitraryRequest(request: ArbitraryRequest): MakeRequest {
  const pairs = (key: string) => ({
    '{{...}}': template(call('toCollection', parameter(key), literal('key'), literal('value'))),
  })
  return {
    url: `/${template(parameter(request.url))}`,
    method: template(parameter(request.method)),
    type: 'text',
    headers: pairs(request.headers),
    qs: pairs(request.query),
    body: template(parameter(request.body)),
    response: { output: { body: '{{body}}', headers: '{{headers}}', statusCode: '{{statusCode}}' } },
  }
}
