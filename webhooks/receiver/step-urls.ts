import { createHmac } from 'node:crypto'
import type { Purpose } from '../classify.js'
import { type HookDefinition, hookUrl } from '../hook.js'
import type { Pair } from '../read-pairs.js'
import type { StepUrlOf } from '../reply.js'
import { sameText } from '../signed-text.js'
import { joinUrl, splitUrl } from '../signed-url.js'

const proofOf = ({ id, stepKey }: Pick<HookDefinition, 'id' | 'stepKey'>, purpose: Purpose, step: string): string =>
  createHmac('sha256', stepKey)
    .update(JSON.stringify([id, purpose, step]))
    .digest('base64url')

/** Makes the URLs of a hook's steps. They name the step and prove that they come from a reply of this hook. */
export const stepUrlsOf =
  (publicUrl: string, hook: Pick<HookDefinition, 'id' | 'stepKey'>): StepUrlOf =>
  (step, reports) => {
    const purpose = reports ?? 'step'
    const url = hookUrl(publicUrl, hook.id, purpose)
    const pieces = splitUrl(url)
    const query = `?step=${encodeURIComponent(step)}&proof=${proofOf(hook, purpose, step)}`
    return pieces ? joinUrl({ ...pieces, rest: pieces.rest + query }) : url
  }

/** What a URL says about a step: none, one of ours, or one that nobody gave out. */
export type StepVerdict =
  | { readonly kind: 'none' }
  | { readonly kind: 'proven'; readonly step: string }
  | { readonly kind: 'forged' }

/** Reads the step in a URL's query, which SignalWire sends back as it was given. */
export function checkStep(hook: HookDefinition, purpose: Purpose, target: string): StepVerdict {
  const start = target.indexOf('?')
  const query = new URLSearchParams(start === -1 ? '' : target.slice(start + 1))
  const [step, proof] = [query.get('step'), query.get('proof')]
  // SignalWire may be given the URL of recordings or faxes by hand, without a step; the step URL is only ever ours.
  if (step === null || proof === null) return purpose === 'step' ? { kind: 'forged' } : { kind: 'none' }
  return sameText(proof, proofOf(hook, purpose, step)) ? { kind: 'proven', step } : { kind: 'forged' }
}

/** A GET carries the step beside the parameters of the post, whose own they are not. */
export const withoutStep = (pairs: readonly Pair[]): readonly Pair[] =>
  pairs.filter(([name]) => name !== 'step' && name !== 'proof')
