import type { Connection } from '../open-connection.js'
import { QuietEnd } from './command-error.js'
import { tableText } from './print-table.js'
import { printableLine } from './printable.js'
import { withProgress } from './progress.js'
import type { OutputFlags, Session } from './session.js'

/** Tests a connection and says what it may do. Ends with exit code 1 where it does not work. */
export async function testConnection(connection: Connection, { json }: OutputFlags, session: Session): Promise<void> {
  const { terminal } = session
  const verdict = await withProgress(session, 'Testing the connection', () => connection.test())
  const { spaceName, projectId, apiUrl } = connection
  const { outcome, message, scopes } = verdict
  const works = outcome === 'ok' || outcome === 'limited'
  if (json) await terminal.printJson({ outcome, message, scopes, spaceName, projectId, apiUrl })
  else {
    const { green, red, yellow } = terminal.colors
    const word = outcome === 'ok' ? green('ok') : works ? yellow(outcome) : red(outcome)
    const via = apiUrl === undefined ? '' : `, asked at ${apiUrl} instead of SignalWire`
    const rows = scopes.map(({ scope, state, needed }) => [`  ${scope}`, state, needed])
    await terminal.print(
      [
        printableLine(`Space ${spaceName}, project ${projectId}${via}`),
        `${word}: ${printableLine(message)}`,
        tableText(terminal, ['  Scope', 'State', 'Needed for'], rows),
      ].join('\n'),
    )
  }
  if (!works) throw new QuietEnd(1)
}
