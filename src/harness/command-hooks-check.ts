import type { Command } from 'commander'
import { checkHooks, type Finding, isProblem } from '../hooks/index.js'
import { QuietEnd } from './command-error.js'
import { withConnection } from './connect.js'
import { addConnectionFlags, type ConnectionFlags } from './connection-flags.js'
import { tableText } from './print-table.js'
import { printableLine } from './printable.js'
import { withJson } from './program.js'
import { withProgress } from './progress.js'
import type { OutputFlags, Session } from './session.js'
import { triggerOf } from './stored-hooks.js'
import { withLedger } from './with-ledger.js'

interface CheckFlags extends ConnectionFlags, OutputFlags {
  readonly repair?: boolean | undefined
  readonly publicUrl?: string | undefined
}

/** `hooks check [--repair]`. */
export function defineHooksCheck(command: Command, session: Session): void {
  command
    .description('Compare what the phone numbers do with what attach made them do')
    .option(
      '--repair',
      'Finish what was interrupted, set changed settings again, and take numbers off hooks that were removed. A number that was pointed elsewhere is left alone.',
    )
    .option('--public-url <url>', 'Another address under which this receiver was reached, to recognise its old hooks')
    .addHelpText('after', '\nExit code 1 where something is wrong and was not repaired.')
  withJson(command)
  addConnectionFlags(command)
  command.action((flags: CheckFlags) => check(flags, session))
}

async function check(flags: CheckFlags, session: Session): Promise<void> {
  const { repair, publicUrl } = flags
  const publicUrls = publicUrl === undefined ? [] : [publicUrl]
  const findings = await withConnection(session, flags, {}, (space) =>
    withLedger(session, (ledger) =>
      withProgress(session, 'Checking the phone numbers', () =>
        checkHooks({ ledger, space, moduleOf: triggerOf, repair, publicUrls }),
      ),
    ),
  )
  await print(findings, flags, session)
  if (findings.some(isProblem)) throw new QuietEnd(1)
}

const marks: Readonly<Record<Finding['repair'], string>> = {
  done: 'repaired',
  possible: 'can be repaired',
  todo: 'needs you',
  none: 'for your information',
}

async function print(findings: readonly Finding[], { json }: OutputFlags, { terminal }: Session): Promise<void> {
  if (json) return terminal.printJson(findings)
  if (findings.length === 0) return terminal.note('All phone numbers do what the hooks made them do.')
  const rows = findings.map(({ number = '', hook = '', message, repair }) =>
    [number, hook, marks[repair], message].map(printableLine),
  )
  await terminal.print(tableText(terminal, ['Number', 'Hook', 'State', 'What was found'], rows))
}
