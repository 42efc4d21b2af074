import type { ConnectionKeys } from '../../webhooks/receiver.js'
import { fromEnvironment } from './choose-connection.js'
import type { Session } from './session.js'
import { readConnections } from './stored-connections.js'
import { connectionNameOf } from './stored-hooks.js'

/** The signing keys of every connection that this user has, by the names that hooks know them by. */
export async function signingKeys(session: Session): Promise<Readonly<Record<string, ConnectionKeys>>> {
  const environment = fromEnvironment(session)
  const known = new Map<
    string,
    { readonly signingKeys?: readonly string[] | undefined; readonly authToken?: string | undefined }
  >()
  if (environment.signingKeys !== undefined || environment.authToken !== undefined)
    known.set(connectionNameOf({}), environment as { readonly signingKeys?: readonly string[] })
  // A stored connection comes before the environment, as it does for commands.
  for (const [name, stored] of await readConnections(session)) known.set(name, stored)
  const keys = [...known].map(([name, { signingKeys = [], authToken }]): readonly [string, ConnectionKeys] => {
    session.terminal.hide([authToken, ...signingKeys])
    const others = authToken === undefined ? [] : [{ name: 'the Auth Token', value: authToken }]
    return [name, { signingKeys, others }]
  })
  return Object.fromEntries(keys)
}
