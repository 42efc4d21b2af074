import { isConnectorError } from '../core/errors.js'

/** What became of one number. Each is told by itself: one that fails neither undoes nor hides the others. */
export interface NumberReport {
  readonly number: string
  /**
   * - `attached`, `detached`: done and read back
   * - `left`: it no longer points at the hook, so it was not touched
   * - `gone`: the project does not have it any more
   * - `refused`: not tried, for the reason in `message`
   * - `failed`: tried; `check` tells what came of it
   */
  readonly outcome: 'attached' | 'detached' | 'left' | 'gone' | 'refused' | 'failed'
  /** What there is to know, in sentences. */
  readonly message: string
  /** The error's code, where it failed. */
  readonly code?: string | undefined
}

/** Turns what SignalWire's side does wrong into a report; everything else ends the command. */
export async function reported(number: string, work: () => Promise<NumberReport>): Promise<NumberReport> {
  try {
    return await work()
  } catch (thrown) {
    // A store that fails is no matter of this number: going on would act without a record.
    if (!isConnectorError(thrown) || thrown.code.startsWith('ledger_')) throw thrown
    return { number, outcome: 'failed', message: thrown.message, code: thrown.code }
  }
}
