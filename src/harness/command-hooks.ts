import type { Command } from 'commander'
import { defineHooksAdd } from './command-hooks-add.js'
import { defineHooksCheck } from './command-hooks-check.js'
import { defineHooksList } from './command-hooks-list.js'
import { defineHooksAttach, defineHooksDetach, defineHooksRemove } from './command-hooks-numbers.js'
import type { Session } from './session.js'

/** `hooks add | list | attach | detach | check | remove`. */
export function defineHooks(command: Command, session: Session): void {
  defineHooksAdd(command.command('add'), session)
  defineHooksList(command.command('list'), session)
  defineHooksAttach(command.command('attach'), session)
  defineHooksDetach(command.command('detach'), session)
  defineHooksCheck(command.command('check'), session)
  defineHooksRemove(command.command('remove'), session)
  command.addHelpText(
    'after',
    '\nA hook has a URL of its own. Point phone numbers at it with attach, or paste the URL into SignalWire.',
  )
}
