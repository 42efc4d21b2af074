import type { Command } from 'commander'
import { primaryUrl } from '../hooks/index.js'
import { tableText } from './print-table.js'
import { printableLine } from './printable.js'
import { withJson } from './program.js'
import type { OutputFlags, Session } from './session.js'
import { storedHooks, triggerOf } from './stored-hooks.js'

/** `hooks list`. */
export function defineHooksList(command: Command, session: Session): void {
  withJson(command.description('List the hooks with their URLs and numbers')).action((flags: OutputFlags) =>
    list(flags, session),
  )
}

async function list({ json }: OutputFlags, session: Session): Promise<void> {
  const { terminal } = session
  const shown = (await storedHooks(session)).map((hook) => {
    const { id, name, module, connection, numbers } = hook
    const trigger = triggerOf(module)
    const attached = Object.values(numbers).map(({ number, state }) => ({ number, state }))
    return { id, name, module, connection, url: trigger ? primaryUrl(trigger, hook) : '', numbers: attached }
  })
  if (json) return terminal.printJson(shown)
  if (shown.length === 0)
    return terminal.note('There are no hooks yet. Add one with: signalwire-connector hooks add <module>')
  const rows = shown.map(({ name, module, connection, url, numbers }) =>
    [name, module, connection, numbers.map(({ number }) => number).join(' '), url].map(printableLine),
  )
  await terminal.print(tableText(terminal, ['Name', 'Module', 'Connection', 'Numbers', 'URL'], rows))
}
