import type { Command } from 'commander'
import type { Module } from '../core/module.js'
import { inputJsonSchema, outputJsonSchema } from '../targets/json-schema.js'
import { exampleCommand } from './example-command.js'
import { type FieldFlag, fieldFlags, flagHelp, flagOf } from './field-flags.js'
import { allModules, findModule, kindLabel } from './find-module.js'
import { tableText } from './print-table.js'
import { withJson } from './program.js'
import type { OutputFlags, Session } from './session.js'
import type { Terminal } from './terminal.js'
import { wrapText } from './wrap-text.js'

/** `modules [id]`. */
export function defineModules(command: Command, session: Session): void {
  command
    .argument('[id]', 'One module, to see its fields and its output')
    .addHelpText('after', '\nWith --json, the modules come with JSON Schemas of their input and output.')
  withJson(command)
  command.action(async (id: string | undefined, { json }: OutputFlags) => {
    const { terminal } = session
    if (id === undefined) {
      await (json ? terminal.printJson(allModules.map(dataOf)) : terminal.print(listText(session)))
      return
    }
    const module = findModule(id)
    await (json
      ? terminal.printJson({ ...dataOf(module), example: module.example })
      : terminal.print(moduleText(module, terminal)))
  })
}

const dataOf = (module: Module) => {
  const { id, label, description, group, kind, effect } = module
  return {
    id,
    label,
    description,
    group,
    kind,
    effect,
    schema: inputJsonSchema(module),
    output: outputJsonSchema(module),
  }
}

function listText({ io, terminal }: Session): string {
  const { bold } = terminal.colors
  const groups = [...new Set(allModules.map(({ group }) => group))]
  const idWidth = Math.max(...allModules.map(({ id }) => id.length))
  const sections = groups.map((group) => {
    const modules = allModules.filter((module) => module.group === group)
    const rows = modules.map((module) => [
      `  ${module.id.padEnd(idWidth)}`,
      `${module.label}: ${module.description}`,
      kindLabel(module),
    ])
    const table = tableText(terminal, [], rows)
    // What is no terminal has no edge, and a line for each module is what other programs search.
    const fits = !io.stdout.isTTY || table.split('\n').every((line) => line.length <= terminal.width)
    const below = (module: Module): string =>
      `  ${module.id} (${kindLabel(module)})\n${wrapText(`${module.label}: ${module.description}`, terminal.width, 6)}`
    return `${bold(group)}\n${fits ? table : modules.map(below).join('\n')}`
  })
  return `${sections.join('\n\n')}\n\nThe fields of one:\n  signalwire-connector modules createMessage`
}

function moduleText(module: Module, terminal: Terminal): string {
  const { bold } = terminal.colors
  const width = Math.min(terminal.width, 100)
  const flags = fieldFlags(module.fields)
  const outputs = Object.entries(module.output).map(([key, { label, type }]) => [`  ${key}`, label, type])
  return [
    `${bold(module.label)} (${module.id}, ${kindLabel(module)})\n${wrapText(module.description, width)}`,
    `${bold('Fields')}\n${flags.map((flag) => fieldText(flag, terminal)).join('\n')}`,
    ...module.rules.map(({ message }) => wrapText(message, width)),
    `${bold('Output')}\n${tableText(terminal, [], outputs)}`,
    `${bold('Example')}\n  ${exampleCommand(module)}`,
  ].join('\n\n')
}

function fieldText(one: FieldFlag, { colors, width }: Terminal): string {
  const name = one.required ? colors.bold(one.key) : one.key
  const only = one.only ? `Only with ${one.only.choice} ${one.only.options.join(' or ')}. ` : ''
  return `  ${name} ${colors.dim(flagOf(one.key))}\n${wrapText(`${only}${flagHelp(one)}`, Math.min(width, 100), 6)}`
}
