import type { Command } from 'commander'
import { allFields } from '../core/active-fields.js'
import type { Field } from '../core/fields.js'
import type { Module } from '../core/module.js'
import type { Source } from '../core/source.js'
import { callbackRows } from '../hooks/index.js'
import { type LoadedOptions, optionsFromRows } from '../runtime/load-options.js'
import { type ExitCode, QuietEnd, wrongUsage } from './command-error.js'
import { withConnection } from './connect.js'
import { addConnectionFlags, type ConnectionFlags } from './connection-flags.js'
import { didYouMean } from './did-you-mean.js'
import { fixedValues, flagOf } from './field-flags.js'
import { findModule } from './find-module.js'
import { tableText } from './print-table.js'
import { printableLine } from './printable.js'
import { withJson } from './program.js'
import { withProgress } from './progress.js'
import type { OutputFlags, Session } from './session.js'
import { storedHooks } from './stored-hooks.js'

interface OptionsFlags extends ConnectionFlags, OutputFlags {
  readonly filter?: string | undefined
  readonly when?: string | undefined
}

/** `options <module> <field>`: what a host shows in the field's dropdown. */
export function defineOptions(command: Command, session: Session): void {
  command
    .argument('<module>', 'The id of a module, such as createCall')
    .argument('<field>', 'The key or the flag of one of its fields, such as from')
    .option('--filter <text>', 'Only options that contain this text')
    .option(
      '--when <value>',
      "The value of the field that decides which options there are, such as fax for watchNewCalls' phoneNumbers",
    )
    .addHelpText('after', '\nExit code 3 where nothing matches --filter. An empty dropdown says why it is empty.')
  withJson(command)
  addConnectionFlags(command)
  command.action((moduleId: string, name: string, flags: OptionsFlags) => showOptions(moduleId, name, flags, session))
}

async function showOptions(moduleId: string, name: string, flags: OptionsFlags, session: Session): Promise<void> {
  const module = findModule(moduleId)
  const { key, field } = findField(module, name)
  const values = fixedValues(field)
  const loaded = values
    ? fixedOptions(values, field.label, flags.filter)
    : await load(sourceOf(module, key, field, flags.when), flags, session)
  await print(loaded, flags, session)
  if (loaded.empty) throw new QuietEnd(exitCodeOf(loaded.empty.reason))
}

function findField(module: Module, name: string): { readonly key: string; readonly field: Field } {
  const fields = allFields(module.fields)
  const key = [...fields.keys()].find((one) => one === name || flagOf(one) === name || flagOf(one) === `--${name}`)
  const field = key === undefined ? undefined : fields.get(key)
  if (key !== undefined && field) return { key, field }
  const keys = [...fields.keys()]
  throw wrongUsage(
    `${module.label} has no field ${JSON.stringify(name)}.${didYouMean(name, keys)} Its fields: ${keys.join(', ')}.`,
  )
}

function sourceOf(module: Module, key: string, field: Field, when: string | undefined): Source {
  const by = 'sourceBy' in field ? field.sourceBy : undefined
  if (when !== undefined && by) {
    const deciding = allFields(module.fields).get(by.field)
    const known = Object.keys((deciding && fixedValues(deciding)) ?? by.sources)
    if (!known.includes(when))
      throw wrongUsage(`--when must be a value of ${by.field}: ${known.join(', ')}.${didYouMean(when, known)}`)
  }
  const source = (when === undefined ? undefined : by?.sources[when]) ?? ('source' in field ? field.source : undefined)
  if (source) return source
  const having = [...allFields(module.fields)].filter(([, one]) => fixedValues(one) || ('source' in one && one.source))
  const names = having.map(([one]) => one)
  throw wrongUsage(
    `${field.label} (${key}) has no dropdown: anything of its kind can be entered. ${
      names.length > 0 ? `Fields of ${module.label} that have one: ${names.join(', ')}.` : ''
    }`.trim(),
  )
}

function fixedOptions(values: Readonly<Record<string, string>>, label: string, filter = ''): LoadedOptions {
  const options = Object.entries(values)
    .filter((entry) => entry.join(' ').toLowerCase().includes(filter.toLowerCase()))
    .map(([value, text]) => ({ value, label: text }))
  return options.length > 0
    ? { options }
    : { options, empty: { reason: 'noMatch', message: `No values of ${label} match ${JSON.stringify(filter)}.` } }
}

async function load(source: Source, flags: OptionsFlags, session: Session): Promise<LoadedOptions> {
  // Hooks are this installation's own; asking for them needs no connection.
  if ('local' in source.from)
    return optionsFromRows(source, callbackRows(await storedHooks(session)), { filter: flags.filter })
  return withConnection(session, flags, {}, (connection) =>
    withProgress(session, `Loading ${source.what}`, () => connection.options(source, { filter: flags.filter })),
  )
}

async function print({ options, empty }: LoadedOptions, { json }: OutputFlags, { terminal }: Session): Promise<void> {
  if (json) return terminal.printJson({ options, ...(empty && { empty }) })
  if (empty) return terminal.note(printableLine(empty.message))
  const rows = options.map(({ value, label }) => [printableLine(value), printableLine(label)])
  await terminal.print(tableText(terminal, ['Value', 'Label'], rows))
}

type Reason = NonNullable<LoadedOptions['empty']>['reason']

function exitCodeOf(reason: Reason): ExitCode {
  switch (reason) {
    case 'noneYet':
      return 0
    case 'noMatch':
      return 3
    case 'noPermission':
    case 'notLoaded':
      return 1
  }
}
