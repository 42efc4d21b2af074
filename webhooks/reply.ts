import { type LamlTree, renderLaml, response, type StepUrl } from '../src/core/laml.js'
import type { InstantTriggerModule } from '../src/core/module.js'
import type { EventType } from '../src/core/post.js'

/** SignalWire reads at most this much of a reply (error 11750). */
const maxBytes = 65_536

/** The document that does nothing: a call ends, a message is answered with silence. */
export const emptyReply = renderLaml(response(), {})

export interface Reply {
  /** A valid LaML document of at most 64 kB, whatever went wrong. */
  readonly laml: string
  /** Why it is not the reply that was wanted, for the operator; a sentence without the reply's content. */
  readonly problem?: string
}

/** Makes the URL of a step; `reports` where SignalWire reports an event there. */
export type StepUrlOf = (step: string, reports?: StepUrl['reports']) => string

export interface ReplyRequest {
  readonly module: Pick<InstantTriggerModule, 'id' | 'fields' | 'hook'>
  /** The hook's input, parsed. */
  readonly input: Readonly<Record<string, unknown>>
  readonly event: EventType
  readonly stepUrlOf: StepUrlOf
  /** Tells what is wrong with a whole document, or nothing; `lamlProblem` of the runtime does. */
  readonly problemOf: (document: string) => string | undefined
  /** The document with which a scenario answers by itself. It is used only for events that a reply can answer. */
  readonly own?: string | undefined
}

/**
 * The LaML to answer a post with: a scenario's own document if it is valid, else the reply that the hook's input chose,
 * for the events that start a scenario. Status reports and steps need no instructions and get an empty document.
 */
export function replyFor(request: ReplyRequest): Reply {
  const { module, event, own, problemOf } = request
  if (!module.hook.starts.includes(event) && !module.hook.replies?.[event]) return { laml: emptyReply }
  if (own === undefined) return configuredReply(request)
  const problem = problemOf(own)
  if (problem === undefined) return { laml: own }
  const configured = configuredReply(request)
  return {
    laml: configured.laml,
    problem: `The scenario's own LaML ${problem}; the configured reply was sent instead.${
      configured.problem === undefined ? '' : ` ${configured.problem}`
    }`,
  }
}

function configuredReply({ module, input, event, stepUrlOf, problemOf }: ReplyRequest): Reply {
  const tree = module.hook.replies?.[event] ?? chosenTree(module, input)
  if (!tree) return unusable(module, 'the chosen reply does not exist')
  const laml = renderLaml(tree, input, stepUrlOf)
  if ('document' in tree) {
    const problem = problemOf(laml)
    return problem === undefined ? { laml } : unusable(module, `the LaML document ${problem}`)
  }
  return Buffer.byteLength(laml, 'utf8') > maxBytes
    ? unusable(module, 'it is longer than 64 kB, which is all that SignalWire reads')
    : { laml }
}

function chosenTree(
  { fields, hook }: Pick<InstantTriggerModule, 'fields' | 'hook'>,
  input: Readonly<Record<string, unknown>>,
): LamlTree | undefined {
  const field = fields[hook.setup.reply]
  const chosen = input[hook.setup.reply]
  if (field?.kind !== 'choice' || typeof chosen !== 'string' || !Object.hasOwn(field.options, chosen)) return undefined
  return field.options[chosen]?.laml
}

const unusable = (module: Pick<InstantTriggerModule, 'id'>, why: string): Reply => ({
  laml: emptyReply,
  problem: `The reply of the hook of ${module.id} cannot be sent: ${why}. An empty one was sent instead.`,
})
