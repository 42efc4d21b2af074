import { parsePost } from '../../webhooks/parse-post.js'
import type { Module } from '../core/module.js'
import type { Connection } from '../open-connection.js'
import type { Progress } from './progress.js'

type Bundle = Readonly<Record<string, unknown>>
type Input = Readonly<Record<string, unknown>>

/** What one run gave: one bundle or none from an action, any number from the other kinds. */
export type RunResult =
  | { readonly kind: 'one'; readonly bundle: Bundle | undefined }
  | { readonly kind: 'many'; readonly bundles: readonly Bundle[] }

/** Runs a module that talks to the Space. A polling trigger shows its newest bundles and remembers nothing. */
export async function runModule(
  module: Exclude<Module, { readonly kind: 'instantTrigger' }>,
  input: Input,
  connection: Connection,
  progress: Progress,
): Promise<RunResult> {
  switch (module.kind) {
    case 'action':
      return { kind: 'one', bundle: (await module.execute(input as never, connection)) as Bundle | undefined }
    case 'search': {
      const bundles: Bundle[] = []
      for await (const bundle of module.execute(input as never, connection)) {
        bundles.push(bundle as Bundle)
        if (bundles.length % 100 === 0) progress.update(`${module.label}: ${bundles.length} so far`)
      }
      return { kind: 'many', bundles }
    }
    case 'trigger': {
      const { recentRows } = await import('./recent-rows.js')
      return { kind: 'many', bundles: (await recentRows(module, input, connection)).toReversed() }
    }
  }
}

/** Runs an instant trigger on the stored body of one post; no connection is needed. */
export async function runOnPost(
  module: Extract<Module, { readonly kind: 'instantTrigger' }>,
  input: Input,
  body: string,
  timeZone: string,
): Promise<{ readonly event: string; readonly bundles: readonly Bundle[] }> {
  const { parseInput } = await import('../runtime/parse.js')
  const { values } = parseInput(module, input, { timeZone })
  const post = parsePost(body)
  return { event: post.event, bundles: module.execute(values as never, { post }) as readonly Bundle[] }
}
