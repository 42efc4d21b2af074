import type { Source } from '../../core/source.js'
import type { MakeRequest } from './communication.js'
import { call, type Expression, literal, member, template } from './iml.js'
import { makeListing } from './listing.js'
import { placesOf } from './places.js'

/** The communication of a source's RPC; none for a source whose options only our own host knows. */
export function rpcCommunication(source: Source): MakeRequest | undefined {
  if ('local' in source.from) return undefined
  const { container, pagination, qs: paging } = makeListing(source.from)
  const { url, qs } = placesOf(source.from.request, {})
  return {
    url,
    method: 'GET',
    qs: { ...qs, ...paging },
    response: {
      iterate: source.where ? { container, condition: template(listsWord(source.where)) } : container,
      output: { label: template(labelOf(source.label)), value: template(member('item', source.value)) },
      limit: source.limit,
    },
    pagination,
  }
}

/** Whether a list of words has one. The spaces around keep a word from matching a part of another. */
const listsWord = ({ key, includes }: NonNullable<Source['where']>): Expression =>
  call(
    'contains',
    `${literal(' ')} + ${call('join', member('item', key), 'space')} + ${literal(' ')}`,
    literal(` ${includes} `),
  )

/** `{number} {name}` as one expression; a missing part leaves no gap at the ends. */
function labelOf(label: string): Expression {
  const parts = label
    .split(/(\{\w+\})/)
    .filter((part) => part !== '')
    .map((part) =>
      /^\{\w+\}$/.test(part) ? call('ifempty', member('item', part.slice(1, -1)), 'emptystring') : literal(part),
    )
  return call('trim', parts.join(' + '))
}
