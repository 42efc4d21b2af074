import { ConnectorError, isConnectorError } from '../core/errors.js'
import { relay } from '../core/request.js'
import { asUpdate, type Channel, type NumberState, readNumber, type Settings } from './number-settings.js'
import type { HookSpace } from './space.js'

const listing = { request: relay('GET', '/phone_numbers'), items: 'data' }
const one = relay('GET', '/phone_numbers/{id}')
const update = relay('PUT', '/phone_numbers/{id}')

/** Every number of the project as the API shows it. */
export const listNumbers = (space: HookSpace): AsyncIterable<Readonly<Record<string, unknown>>> =>
  space.rows(listing, { doing: 'Listing the phone numbers' })

/** Finds a number by its digits; undefined where the project does not have it. */
export async function findNumber(space: HookSpace, number: string, channel: Channel): Promise<NumberState | undefined> {
  const rows = space.rows(listing, { doing: `Looking for ${number}`, query: [['filter_number', number]] })
  for await (const row of rows) if (row.number === number) return readNumber(row, channel)
  return undefined
}

/** Reads a number; undefined where the project no longer has it. */
export async function getNumber(
  space: HookSpace,
  id: string,
  number: string,
  channel: Channel,
): Promise<NumberState | undefined> {
  try {
    const row = await space.request({ request: one, doing: `Reading ${number}`, path: [['id', id]] })
    return row && readNumber(row, channel)
  } catch (thrown) {
    if (isConnectorError(thrown) && thrown.status === 404) return undefined
    throw thrown
  }
}

/** Changes a number. Sending the same again changes nothing, so it is repeated where an answer is lost. */
export async function updateNumber(space: HookSpace, id: string, number: string, settings: Settings): Promise<void> {
  await space.request({
    request: update,
    doing: `Setting up ${number}`,
    path: [['id', id]],
    body: asUpdate(settings),
  })
}

/** Whether SignalWire refused a request, so that nothing can have happened. */
export const isRefusal = (thrown: unknown): thrown is ConnectorError =>
  isConnectorError(thrown) && thrown.status !== undefined && thrown.status >= 400 && thrown.status < 500

export const numberGone = (number: string): ConnectorError =>
  new ConnectorError(`The project has no phone number ${number}.`, {
    type: 'InvalidConfigurationError',
    code: 'no_such_number',
    retry: 'never',
    advice: 'Choose one of its phone numbers.',
  })
