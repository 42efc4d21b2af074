import type { Command } from 'commander'
import type { Module } from '../core/module.js'
import { wrongUsage } from './command-error.js'
import { type FieldFlag, fieldFlags, optionsOf } from './field-flags.js'
import { FormError } from './form-error.js'
import { readFlags } from './read-flags.js'
import { readInputObject } from './read-text.js'
import type { Session } from './session.js'

/** A module's fields as flags of a command. */
export interface ModuleForm {
  readonly flags: readonly FieldFlag[]
  /** What was filled in: the object of `--input`, with the flags over it. Texts of secret fields are hidden from now on. */
  read(given: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>
  /** Does something with the input; an error then names the fields by their flags. */
  with<T>(input: Readonly<Record<string, unknown>>, work: () => Promise<T>): Promise<T>
}

/**
 * Adds a module's fields to a command, and `--input`.
 *
 * @param helpCommand the command that shows them all.
 */
export function addModuleForm(command: Command, module: Module, session: Session, helpCommand: string): ModuleForm {
  const flags = fieldFlags(module.fields)
  const bold = new Set(
    flags
      .filter(({ required }) => required)
      .flatMap((flag) => optionsOf([flag]))
      .map(({ flags: spelled }) => spelled),
  )
  for (const option of optionsOf(flags)) command.addOption(option)
  command
    .option('--input <file>', 'A JSON file with the fields by key, or - for the standard input. Flags win over it.')
    .configureHelp({
      ...command.configureHelp(),
      optionTerm: (option) => (bold.has(option.flags) ? session.terminal.colors.bold(option.flags) : option.flags),
    })
  const form = { flags, helpCommand }
  return {
    flags,
    async read(given) {
      const { values, issues } = readFlags(flags, given)
      if (issues.length > 0) throw new FormError(wrongUsage(`${module.label} was not run.`, issues), form)
      const file = typeof given.input === 'string' ? await readInputObject(given.input, session.io) : {}
      const input: Readonly<Record<string, unknown>> = { ...file, ...values }
      const secrets = flags.filter(({ field }) => field.kind === 'secret').map(({ key }) => input[key])
      session.terminal.hide(secrets.filter((value) => typeof value === 'string'))
      return input
    },
    async with(input, work) {
      try {
        return await work()
      } catch (thrown) {
        throw thrown instanceof FormError ? thrown : new FormError(thrown, { ...form, input })
      }
    },
  }
}
