import type { Command } from 'commander'
import { signalwire } from '../../connection/connection.js'
import { normaliseSpaceName } from '../../connection/space-name.js'
import type { Credentials } from '../open-connection.js'
import { ask, canAsk } from './ask.js'
import { chooseConnection, fromEnvironment, fromFlags, howToComplete, storedOf } from './choose-connection.js'
import { failed, wrongUsage } from './command-error.js'
import { withCredentials } from './connect.js'
import { addCredentialFlags, type ConnectionFlags } from './connection-flags.js'
import { tableText } from './print-table.js'
import { printableLine } from './printable.js'
import { withJson } from './program.js'
import { withProgress } from './progress.js'
import type { OutputFlags, Session } from './session.js'
import {
  changeConnection,
  connectionName,
  readConnections,
  type StoredConnection,
  type StoredConnections,
} from './stored-connections.js'
import { testConnection } from './test-connection.js'

interface AddFlags extends ConnectionFlags, OutputFlags {
  readonly test: boolean
  readonly replace?: boolean | undefined
}

/** `connection add | list | test | remove`. */
export function defineConnectionCommand(command: Command, session: Session): void {
  const add = command
    .command('add')
    .description('Test a connection and store it for this user, in a file that nobody else may read')
    .argument('<name>', 'What to call it')
    .option('--no-test', 'Store it untested')
    .option('--replace', 'Replace the connection of this name')
    .addHelpText('after', '\nWhat is not given comes from the environment, or is asked for on a terminal.')
  withJson(add)
  addCredentialFlags(add)
  add.action((name: string, flags: AddFlags) => addConnection(name, flags, session))

  const list = command.command('list').description('List the stored connections, without their tokens')
  withJson(list).action((flags: OutputFlags) => listConnections(flags, session))

  const test = command
    .command('test')
    .description('Test a connection: the stored one of this name, or the one that commands use by default')
    .argument('[name]', 'The name of a stored connection')
  withJson(test)
  addCredentialFlags(test)
  test.action(async (name: string | undefined, flags: ConnectionFlags & OutputFlags) => {
    const { credentials, allowApiHost } = await chooseConnection({ ...flags, connection: name }, session)
    await withCredentials(session, credentials, { allowApiHost }, (connection) =>
      testConnection(connection, flags, session),
    )
  })

  const remove = command
    .command('remove')
    .description('Remove a stored connection')
    .argument('<name>', 'The name of a stored connection')
  withJson(remove).action((name: string, flags: OutputFlags) => removeConnection(name, flags, session))
}

async function addConnection(name: string, flags: AddFlags, session: Session): Promise<void> {
  if (!connectionName.test(name))
    throw wrongUsage(
      'The name of a connection starts with a letter or digit and has up to 64 letters, digits, dots, dashes and underscores.',
    )
  const refuseTaken = (connections: StoredConnections): void => {
    if (connections.has(name) && !flags.replace)
      throw wrongUsage(`There already is a connection ${name}. Add --replace to replace it, or choose another name.`)
  }
  refuseTaken(await readConnections(session))
  const { allowApiHost } = flags
  const credentials = await complete({ ...fromEnvironment(session), ...(await fromFlags(flags, session)) }, session)
  const stored: StoredConnection = {
    ...credentials,
    ...(allowApiHost !== undefined && { allowApiHost }),
  }
  const works = async (): Promise<StoredConnection> =>
    withCredentials(session, credentials, { allowApiHost }, async (connection) => {
      if (flags.test) {
        const verdict = await withProgress(session, 'Testing the connection', () => connection.test())
        if (verdict.outcome !== 'ok' && verdict.outcome !== 'limited')
          throw failed(`connection_${verdict.outcome}`, `The connection was not stored. ${verdict.message}`)
        await session.terminal.note(printableLine(verdict.message))
      }
      return {
        ...stored,
        spaceName: normaliseSpaceName(credentials.spaceName),
        ...(connection.apiUrl !== undefined && { apiUrl: connection.apiUrl }),
      }
    })
  const checked = await works()
  // Another command may have stored it while this one asked and tested.
  await changeConnection(session, name, (connections) => {
    refuseTaken(connections)
    return checked
  })
  const shown = publicPart(name, checked)
  await (flags.json ? session.terminal.printJson(shown) : session.terminal.print(`Stored the connection ${name}.`))
}

/** Asks for what is missing, where there is somebody to ask. */
async function complete(given: Partial<Record<keyof Credentials, unknown>>, session: Session): Promise<Credentials> {
  const { io, terminal } = session
  const keys = ['spaceName', 'projectId', 'authToken'] as const
  const missing = keys.filter((key) => given[key] === undefined)
  if (missing.length > 0 && !canAsk(io)) throw wrongUsage(`The connection is incomplete. ${howToComplete(missing)}`)
  const answers: Partial<Record<keyof Credentials, string>> = {}
  for (const key of missing) {
    const { label, kind } = signalwire.fields[key]
    answers[key] = await ask(`${label}: `, io, kind === 'secret')
    if (kind === 'secret') terminal.hide([answers[key]])
  }
  return { ...given, ...answers } as Credentials
}

const publicPart = (name: string, { spaceName, projectId, apiUrl }: StoredConnection) => ({
  name,
  spaceName,
  projectId,
  ...(apiUrl !== undefined && { apiUrl }),
})

async function listConnections({ json }: OutputFlags, session: Session): Promise<void> {
  const { terminal } = session
  const shown = [...(await readConnections(session))].map(([name, stored]) => publicPart(name, stored))
  if (json) return terminal.printJson(shown)
  if (shown.length === 0)
    return terminal.note('No connections are stored yet. Store one with: signalwire-connector connection add <name>')
  const rows = shown.map(({ name, spaceName, projectId, apiUrl }) =>
    [name, spaceName, projectId, apiUrl ?? ''].map(printableLine),
  )
  await terminal.print(tableText(terminal, ['Name', 'Space', 'Project ID', 'API URL'], rows))
}

async function removeConnection(name: string, { json }: OutputFlags, session: Session): Promise<void> {
  const removed = publicPart(name, storedOf(name, await readConnections(session)))
  await changeConnection(session, name, (connections) => {
    storedOf(name, connections)
    return undefined
  })
  await (json ? session.terminal.printJson(removed) : session.terminal.print(`Removed the connection ${name}.`))
}
