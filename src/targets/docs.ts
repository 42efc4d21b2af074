import type { ConnectionDescriptor } from '../core/connection.js'
import type { Field, Fields } from '../core/fields.js'
import { fieldHelp } from '../core/help.js'
import type { Module } from '../core/module.js'
import type { OutputValue, Shape } from '../core/shape.js'
import type { Source } from '../core/source.js'
import { code, escapeMarkdown, helpMarkdown, jsonBlock, table } from './markdown.js'

/** What a kind of module is called in documentation. */
function kindOf(module: Module): string {
  switch (module.kind) {
    case 'action':
      return 'Action'
    case 'search':
      return 'Search'
    case 'trigger':
      return 'Trigger (polling)'
    case 'instantTrigger':
      return 'Trigger (instant)'
  }
}

/** The table of all modules, as the README has it. */
export const modulesTable = (modules: readonly Module[]): string => tableWith(modules, (module) => module.label)

const tableWith = (modules: readonly Module[], nameOf: (module: Module) => string): string =>
  table(
    ['Module', 'Id', 'What it does', 'Kind'],
    modules.map((module) => [nameOf(module), code(module.id), escapeMarkdown(module.description), kindOf(module)]),
  )

const pageOf = (module: Module): string =>
  `modules/${module.id.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()}.md`

/**
 * The documentation of a connector as Markdown pages by path: `README.md` with the table of modules, `connection.md`, and
 * one page a module below `modules/`.
 */
export const moduleReference = (
  modules: readonly Module[],
  connection: ConnectionDescriptor,
): Readonly<Record<string, string>> => ({
  'README.md': page(
    `# ${escapeMarkdown(connection.label)} modules`,
    tableWith(modules, (module) => `[${escapeMarkdown(module.label)}](${pageOf(module)})`),
    'All of them work with one [connection](connection.md).',
  ),
  'connection.md': connectionPage(connection),
  ...Object.fromEntries(modules.map((module) => [pageOf(module), modulePage(module)])),
})

const page = (...parts: readonly string[]): string => `${parts.filter((part) => part !== '').join('\n\n')}\n`

const connectionPage = (connection: ConnectionDescriptor): string =>
  page(
    `# ${escapeMarkdown(connection.label)} connection`,
    ...fieldSections(connection.fields, '## Fields'),
    '## Scopes of the token',
    table(
      ['Scope', 'Needed for'],
      connection.probes.map(({ scope, needed }) => [escapeMarkdown(scope), escapeMarkdown(needed)]),
    ),
  )

const modulePage = (module: Module): string =>
  page(
    `# ${escapeMarkdown(module.label)}`,
    escapeMarkdown(module.description),
    `${kindOf(module)}, ${code(module.id)}`,
    ...fieldSections(module.fields, '## Fields'),
    module.rules.map(({ message }) => `- ${escapeMarkdown(message)}`).join('\n'),
    '## Example',
    jsonBlock(module.example),
    '## Output',
    table(['Key', 'Label', 'Type'], outputRows(module.output)),
    jsonBlock(module.sample),
  )

/** A table of fields, then one for each option of their choices. */
function fieldSections(fields: Fields, heading: string): readonly string[] {
  if (Object.keys(fields).length === 0) return []
  const options = Object.values(fields).flatMap((one) =>
    one.kind === 'choice'
      ? Object.values(one.options).flatMap((option) =>
          fieldSections(option.fields, `### ${escapeMarkdown(one.label)}: ${escapeMarkdown(option.label)}`),
        )
      : [],
  )
  const rows = Object.entries(fields).map(([key, one]) => [
    escapeMarkdown(one.label),
    code(key),
    takes(one),
    one.required ? 'yes' : one.advanced ? 'no, advanced' : 'no',
    [helpMarkdown(fieldHelp(one)), optionsHelp(one)].filter((part) => part !== '').join(' '),
  ])
  return [heading, table(['Field', 'Key', 'Takes', 'Required', 'Help'], rows), ...options]
}

function takes(one: Field): string {
  switch (one.kind) {
    case 'text':
    case 'secret':
      return 'text'
    case 'longText':
      return one.format === 'laml' ? 'LaML' : 'text of several lines'
    case 'phone':
      return 'phone number'
    case 'address':
      return 'phone number, SIP address or client'
    case 'sid':
      return 'SID'
    case 'url':
      return 'URL'
    case 'integer':
      return 'whole number'
    case 'decimal':
      return 'decimal in quotes'
    case 'boolean':
      return 'true or false'
    case 'select':
      return values(one.options)
    case 'choice':
      return values(one.options)
    case 'multiSelect':
      return one.options ? `list of ${values(one.options)}` : 'list of texts'
    case 'list':
      return one.item.kind === 'url' ? 'list of URLs' : 'list of texts'
    case 'date':
      return 'date'
    case 'keyValues':
      return `list of ${code('{ key, value }')}`
    case 'any':
      return 'any JSON value'
  }
}

const values = (options: Readonly<Record<string, unknown>>): string => Object.keys(options).map(code).join(', ')

function optionsHelp(one: Field): string {
  const initial = 'initial' in one && one.initial !== undefined ? `Default: ${code(String(one.initial))}.` : ''
  const sources: readonly (Source | undefined)[] = [
    'source' in one ? one.source : undefined,
    ...('sourceBy' in one ? Object.values(one.sourceBy?.sources ?? {}) : []),
  ]
  const listed = sources.filter((source) => source !== undefined).map((source) => source.what)
  return [initial, listed.length > 0 ? `Offers the ${listed.map(escapeMarkdown).join(' or the ')}.` : '']
    .filter((part) => part !== '')
    .join(' ')
}

const outputRows = (shape: Shape, before = ''): readonly (readonly string[])[] =>
  Object.entries(shape).flatMap(([key, one]) => valueRows(`${before}${key}`, one))

function valueRows(key: string, one: OutputValue): readonly (readonly string[])[] {
  const row = [code(key), escapeMarkdown(one.label), outputType(one)]
  switch (one.type) {
    case 'collection':
      return [row, ...outputRows(one.shape, `${key}.`)]
    case 'list':
      return [row, ...(one.item.type === 'collection' ? outputRows(one.item.shape, `${key}[].`) : [])]
    case 'text':
    case 'number':
    case 'boolean':
    case 'date':
    case 'any':
      return [row]
  }
}

const outputType = (one: OutputValue): string =>
  [one.type === 'any' ? 'any value' : one.type, one.nullable && 'or null', one.optional && 'may be missing']
    .filter((part) => typeof part === 'string')
    .join(', ')
    .replace(', or', ' or')
