import { signalwire } from './connection.js'

/** How one request of the connection's test ended. */
export interface ProbeReply {
  /** The HTTP status, where there was an answer. */
  readonly status?: number | undefined
  /** Whether the answer was JSON, as every answer of SignalWire's API is. */
  readonly json: boolean
  /** Why there was no answer: the host does not exist, or it cannot be reached. */
  readonly failure?: 'noHost' | 'unreachable' | undefined
}

export interface ProbeResult extends ProbeReply {
  /** The scope of the probe that was sent. */
  readonly scope: string
}

/** What is known about one scope of the token; `unknown` where SignalWire could not say. */
export interface ScopeVerdict {
  readonly scope: string
  readonly state: 'granted' | 'missing' | 'unknown'
  /** What fails without it, in words. */
  readonly needed: string
}

export type ProbeOutcome = 'ok' | 'limited' | 'noScopes' | 'wrongCredentials' | 'wrongSpace' | 'unreachable'

/** What the connection's test found. It failed unless the outcome is `ok` or `limited`. */
export interface ProbeVerdict {
  readonly outcome: ProbeOutcome
  /** What was found and what to do next, for a person. */
  readonly message: string
  readonly scopes: readonly ScopeVerdict[]
}

const answered = (reply: ProbeReply, low: number, high: number): boolean =>
  reply.json && reply.status !== undefined && reply.status >= low && reply.status <= high

const isGranted = (reply: ProbeReply): boolean => answered(reply, 200, 299)
const isDenied = (reply: ProbeReply): boolean => answered(reply, 401, 401) || answered(reply, 403, 403)

/** Whether the results leave open if the token is wrong or only has no scope, which the decider's answer tells. */
export const needsDecider = (results: readonly ProbeResult[]): boolean => results.length > 0 && results.every(isDenied)

/**
 * Judges a connection by the answers to its probes. A missing scope is answered with 401, just as a wrong token is (REST
 * API, "Authorization"), so where nothing works the decider's answer is needed too.
 *
 * @param decider how the decider ended; only where `needsDecider` says so.
 */
export function judgeProbe(results: readonly ProbeResult[], decider?: ProbeReply): ProbeVerdict {
  const scopes = signalwire.probes.map(({ scope, needed }): ScopeVerdict => {
    const result = results.find((one) => one.scope === scope)
    const state = result && isGranted(result) ? 'granted' : result && isDenied(result) ? 'missing' : 'unknown'
    return { scope, state, needed }
  })
  // Of a token that is refused, nothing is known about its scopes.
  const unknown = scopes.map((one): ScopeVerdict => ({ ...one, state: 'unknown' }))
  const verdict = (outcome: ProbeOutcome, message: string): ProbeVerdict => ({
    outcome,
    message,
    scopes: outcome === 'wrongCredentials' ? unknown : scopes,
  })

  if (scopes.every(({ state }) => state === 'granted'))
    return verdict('ok', 'The connection works, and the token has every scope that the modules need.')
  if (scopes.some(({ state }) => state === 'granted')) return verdict('limited', limits(scopes))
  if (needsDecider(results)) {
    if (decider && isGranted(decider))
      return verdict(
        'noScopes',
        `The Project ID and the Auth Token are right, but the token has none of the scopes ${inWords(scopes)}. Create a token with these permissions in SignalWire under API, or give them to this one.`,
      )
    if (!decider || isDenied(decider))
      return verdict(
        'wrongCredentials',
        'SignalWire refuses the Project ID or the Auth Token. Copy both again from API in the left menu of SignalWire, and check that they belong to this Space.',
      )
  }
  return withoutVerdict(decider && !isDenied(decider) ? [...results, decider] : results, verdict)
}

function withoutVerdict(
  replies: readonly ProbeReply[],
  verdict: (outcome: ProbeOutcome, message: string) => ProbeVerdict,
): ProbeVerdict {
  if (replies.some(({ failure }) => failure === 'noHost'))
    return verdict(
      'wrongSpace',
      'There is no such host. Check the Space Name, which is the part of your Space URL before .signalwire.com, and, where one is set, the API URL.',
    )
  if (replies.some(({ failure }) => failure !== undefined))
    return verdict(
      'unreachable',
      'SignalWire could not be reached. Check the network, a proxy and, where one is set, the API URL, and test the connection again.',
    )
  if (replies.some(({ json, status }) => status !== undefined && !json))
    return verdict(
      'wrongSpace',
      'What answers at this address is not the API of SignalWire. Check the Space Name, which is the part of your Space URL before .signalwire.com, and, where one is set, the API URL.',
    )
  const status = replies.find((reply) => reply.status !== undefined && !isDenied(reply))?.status
  return verdict(
    'unreachable',
    `SignalWire could not answer${status === undefined ? '' : `: it sent the status ${status}`}. Test the connection again later.`,
  )
}

const inWords = (scopes: readonly ScopeVerdict[]): string => {
  const names = scopes.map(({ scope }) => scope)
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

function limits(scopes: readonly ScopeVerdict[]): string {
  const said = ['The connection works, but not for everything.']
  for (const { scope, state, needed } of scopes) {
    if (state === 'missing') said.push(`The token lacks the scope ${scope}, so these do not work: ${needed}.`)
    if (state === 'unknown') said.push(`The scope ${scope} could not be tested; it is needed for ${needed}.`)
  }
  said.push(
    scopes.some(({ state }) => state === 'missing')
      ? 'If you need them, give the token these permissions in SignalWire under API.'
      : 'Test the connection again later.',
  )
  return said.join(' ')
}
