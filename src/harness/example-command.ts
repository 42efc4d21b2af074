import type { Module } from '../core/module.js'
import { flagOf } from './field-flags.js'

/** A word as a shell takes it. */
export const shellWord = (word: string): string =>
  /^[A-Za-z0-9_\-+.,:/@=]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

function flagWords(key: string, value: unknown): readonly string[] {
  const flag = flagOf(key)
  if (typeof value === 'boolean') return [value ? flag : `--no-${flag.slice(2)}`]
  if (Array.isArray(value))
    return value.flatMap((item) => [
      flag,
      typeof item === 'object' && item !== null ? `${item.key}=${item.value}` : String(item),
    ])
  return [
    flag,
    value instanceof Date ? value.toISOString() : typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]
}

/** The command that runs a module with its own example. */
export function exampleCommand(module: Module): string {
  const words = Object.entries(module.example).flatMap(([key, value]) => flagWords(key, value))
  const post = module.kind === 'instantTrigger' ? ['--post', 'post.txt'] : []
  return ['signalwire-connector', 'run', module.id, ...words, ...post].map(shellWord).join(' ')
}
