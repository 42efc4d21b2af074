import type { InstantTriggerModule } from '../core/module.js'

type Input = Readonly<Record<string, unknown>>
const longest = 200

/** Whether the hook's numbers take faxes, not voice calls. */
export const takesFax = ({ hook }: Pick<InstantTriggerModule, 'hook'>, input: Input): boolean =>
  hook.setup.receiveAs !== undefined && input[hook.setup.receiveAs] === 'fax'

/** What callers or senders meet, from the reply that the hook's input chose. */
export function describeReply(module: Pick<InstantTriggerModule, 'hook' | 'fields'>, input: Input): string {
  if (takesFax(module, input)) return 'The fax is received.'
  const field = module.fields[module.hook.setup.reply]
  const option = field?.kind === 'choice' ? field.options[String(input[module.hook.setup.reply])] : undefined
  if (!option) return 'Nothing is answered.'
  const filled = Object.entries(option.fields)
    .filter(([key]) => input[key] !== undefined)
    .map(([key, { label }]) => `${label}: ${shortened(input[key])}`)
  return filled.length === 0 ? `${option.label}.` : `${option.label} (${filled.join('; ')}).`
}

function shortened(value: unknown): string {
  const text = Array.isArray(value) ? value.join(', ') : String(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
