import { ConnectorError } from '../core/errors.js'
import { type LamlElement, type LamlTree, renderLaml } from '../core/laml.js'
import type { InstantTriggerModule } from '../core/module.js'
import { takesFax } from './describe-reply.js'

/**
 * The hook's reply as a document that needs no receiver, for SignalWire to keep itself. A Dial goes on by itself when it has
 * no action; a Record or a Receive without one asks its own document again, without end, so it cannot be kept.
 *
 * @throws ConnectorError `reply_needs_receiver`
 */
export function staticReply(module: InstantTriggerModule, input: Readonly<Record<string, unknown>>): string {
  const { setup, replies } = module.hook
  const field = module.fields[setup.reply]
  const chosen = field?.kind === 'choice' ? field.options[String(input[setup.reply])]?.laml : undefined
  const tree = takesFax(module, input) ? replies?.incomingFax : chosen
  const alone = tree && withoutSteps(tree)
  if (alone) return renderLaml(alone, input)
  throw new ConnectorError('This reply cannot be kept on SignalWire: what follows it needs the receiver.', {
    type: 'InvalidConfigurationError',
    code: 'reply_needs_receiver',
    retry: 'never',
    advice: 'Give the URL of another server as fallback, or none.',
  })
}

function withoutSteps(tree: LamlTree): LamlTree | undefined {
  if ('document' in tree) return tree
  const elements = tree.response.map(elementWithoutSteps)
  return elements.every((one) => one !== undefined) ? { response: elements } : undefined
}

function elementWithoutSteps(one: LamlElement): LamlElement | undefined {
  const kept = Object.entries(one.attributes).filter(([, value]) => typeof value === 'string' || !('step' in value))
  const complete = kept.length === Object.keys(one.attributes).length
  return complete || one.verb === 'Dial' ? { ...one, attributes: Object.fromEntries(kept) } : undefined
}
