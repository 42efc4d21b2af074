import { modules } from '../../modules/index.js'
import type { Module } from '../core/module.js'
import { wrongUsage } from './command-error.js'
import { didYouMean } from './did-you-mean.js'

/** Every module with its own types forgotten, in the order hosts show them. */
export const allModules: readonly Module[] = modules as readonly unknown[] as readonly Module[]

/** @throws CommandError of wrong usage that suggests the nearest module. */
export function findModule(id: string): Module {
  const found = allModules.find((module) => module.id === id)
  if (found) return found
  const ids = allModules.map((module) => module.id)
  throw wrongUsage(
    `There is no module ${JSON.stringify(id)}.${didYouMean(id, ids)} All modules: signalwire-connector modules`,
  )
}

/** The module that the words of a command name: the first that is one, else the first word that is no flag. */
export function moduleIn(words: readonly string[]): Module | undefined {
  const named = words.find((word) => allModules.some((module) => module.id === word))
  const first = named ?? words.find((word) => !word.startsWith('-'))
  return first === undefined ? undefined : findModule(first)
}

/** What a kind of module is called. */
export function kindLabel(module: Module): string {
  switch (module.kind) {
    case 'action':
      return 'action'
    case 'search':
      return 'search'
    case 'trigger':
      return 'polling trigger'
    case 'instantTrigger':
      return 'instant trigger'
  }
}
