import { ConnectorError } from '../core/errors.js'
import type { Ledger } from '../ledger/port.js'
import { type Attachment, recordNumber } from './hook-setup.js'
import { type Channel, differences, type Settings } from './number-settings.js'
import { getNumber, isRefusal, numberGone, updateNumber } from './numbers-api.js'
import type { HookSpace } from './space.js'

export interface NumberWrite {
  readonly ledger: Ledger
  readonly space: HookSpace
  readonly channel: Channel
  readonly hookId: string
  readonly numberId: string
  /** Stored before anything is sent. */
  readonly intent: Attachment
  readonly settings: Settings
  /** Stored once the number was read back with the settings; undefined forgets the number. */
  readonly done: Attachment | undefined
  /** Stored where SignalWire refuses, so that nothing has changed. */
  readonly otherwise: Attachment | undefined
}

/**
 * Sets a number's settings and reads them back. The API has no way to write only where nothing has changed, so whoever
 * writes between our reading and our writing is overwritten, and whoever writes after it is noticed here.
 */
export async function writeNumber(write: NumberWrite): Promise<void> {
  const { ledger, space, channel, hookId, numberId, intent, settings, done, otherwise } = write
  const { number } = intent
  await recordNumber(ledger, hookId, numberId, intent)
  if (Object.keys(settings).length > 0) {
    try {
      await updateNumber(space, numberId, number, settings)
    } catch (thrown) {
      if (isRefusal(thrown)) await recordNumber(ledger, hookId, numberId, otherwise)
      throw thrown
    }
    const after = await getNumber(space, numberId, number, channel)
    if (!after) throw numberGone(number)
    const wrong = differences(after.settings, settings)
    if (wrong.length > 0) throw notTaken(number, wrong)
  }
  await recordNumber(ledger, hookId, numberId, done)
}

const notTaken = (number: string, keys: readonly string[]): ConnectorError =>
  new ConnectorError(`${number} was set up, but then had other values of ${keys.join(', ')}.`, {
    type: 'RuntimeError',
    code: 'changed_meanwhile',
    retry: 'later',
    advice: 'Somebody may have changed it at the same time: see what hooks check says.',
  })
