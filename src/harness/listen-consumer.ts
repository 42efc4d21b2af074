import { type Consumer, forwardSecret, httpConsumer, ndjsonConsumer } from '../delivery/index.js'
import type { Ledger } from '../ledger/port.js'
import type { Session } from './session.js'

/** The variable of the environment that holds the secret of forwarded events. */
export const forwardSecretVariable = 'SIGNALWIRE_CONNECTOR_FORWARD_SECRET'

/** Who gets the events, and the name under which the ledger remembers how far they got. */
export interface ChosenConsumer {
  readonly name: string
  readonly consumer: Consumer
  close(): void
}

/** Posts to a URL where one is given, and prints lines where none is. */
export async function chosenConsumer(
  forwardTo: string | undefined,
  ledger: Ledger,
  { io, terminal }: Session,
): Promise<ChosenConsumer> {
  if (forwardTo === undefined) return { name: 'stdout', consumer: ndjsonConsumer(io.stdout), close: () => undefined }
  const { secret, origin } = await forwardSecret(ledger, io.env[forwardSecretVariable])
  const forwarding = httpConsumer({ url: forwardTo, secret, clock: io.clock })
  if (origin === 'generated') await terminal.note(`The secret that signs forwarded events, shown only now: ${secret}`)
  terminal.hide([secret])
  return { name: 'forward', ...forwarding }
}
