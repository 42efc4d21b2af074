import type { Module } from './core/module.js'

/**
 * Checks an input without running anything, as `execute` does before it sends a request. For instant triggers, whose
 * `execute` is pure, it is the check to make when their input is stored.
 *
 * @param options `timeZone` is the IANA zone of dates without an offset. @default 'UTC'
 * @throws ConnectorError of type `BundleValidationError` that names everything wrong at once.
 */
export async function checkInput(
  module: Module,
  input: unknown,
  options: { readonly timeZone?: string } = {},
): Promise<void> {
  const { parseInput } = await import('./runtime/parse.js')
  parseInput(module, input, { timeZone: options.timeZone ?? 'UTC' })
}
