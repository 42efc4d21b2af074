import { signalwire } from '../../connection/connection.js'
import { type Connection, type Credentials, openConnection } from '../open-connection.js'
import { chooseConnection } from './choose-connection.js'
import type { ConnectionFlags } from './connection-flags.js'
import { fieldFlags } from './field-flags.js'
import { FormError } from './form-error.js'
import type { Session } from './session.js'

/** The connection's fields that are flags; signing keys come from the environment alone. */
const connectionFlags = fieldFlags(signalwire.fields).filter(({ key }) => key !== 'signingKeys')

export interface ConnectSettings {
  readonly timeZone?: string | undefined
  readonly reconcile?: boolean | undefined
}

/** Opens a connection for the flags of a command, works with it, and closes it. */
export async function withConnection<T>(
  session: Session,
  flags: ConnectionFlags,
  settings: ConnectSettings,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const { credentials, allowApiHost } = await chooseConnection(flags, session)
  return withCredentials(session, credentials, { ...settings, allowApiHost }, work)
}

/** Opens a connection with known credentials, works with it, and closes it. */
export async function withCredentials<T>(
  { io, terminal }: Session,
  credentials: Credentials,
  settings: ConnectSettings & { readonly allowApiHost?: string | undefined },
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const { projectId, authToken, signingKeys } = credentials
  terminal.hide([authToken, ...(signingKeys ?? [])], { user: projectId, password: authToken })
  const connection = await openConnection(credentials, { ...settings, signal: io.signal, clock: io.clock }).catch(
    (thrown: unknown) => {
      throw new FormError(thrown, { flags: connectionFlags })
    },
  )
  try {
    return await work(connection)
  } finally {
    connection.close()
  }
}
