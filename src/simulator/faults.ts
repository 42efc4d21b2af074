import { type ErrorShape, errorShapes } from './replies.js'

const malformedReplies = ['html', 'empty', 'truncated', 'cut', 'redirect', 'foreign-next-page', 'huge'] as const

/**
 * A fault on demand. It says which requests it meets, how often, and what goes wrong. The first rule that matches a
 * request is used, and only that one.
 */
export interface FaultRule {
  /** Default: any method. */
  readonly method?: string
  /**
   * The path after the Space prefix, without query and `.json`; `*` stands for any run of characters. Default: the whole API.
   * `*\/Messages` means the list and the creation of messages, `*\/Messages*` everything about them.
   */
  readonly path?: string
  /** How many requests it meets; default 1. */
  readonly times?: number | 'always'
  /** How many matching requests it lets through first; default 0. */
  readonly skip?: number
  /** The reply comes this many milliseconds later, on the simulator's clock; the operation has already taken effect. */
  readonly latencyMs?: number
  /** An error by its code: a documented LaML code (21610), or a word for the newer REST shape (`cannot_update_completed`). */
  readonly code?: number | string
  /** An error by its HTTP status, or the status of the code where it should differ from the usual one. */
  readonly status?: number
  readonly message?: string
  /** The body of the error; default: the one that the operation documents. */
  readonly shape?: ErrorShape
  /** The Retry-After header of the error: seconds, or a text as it is. */
  readonly retryAfter?: number | string
  /** With an error: the operation takes effect all the same. */
  readonly takesEffect?: boolean
  /** The connection is reset, before or after the operation took effect. */
  readonly reset?: 'before' | 'after'
  /** Lists come out of order: the rows of every window of this many are reversed. */
  readonly disorder?: number
  /**
   * The operation takes effect and its reply is spoiled. `html` an HTML page with status 200 (or `status`); `empty` no body;
   * `truncated` half the JSON; `cut` half the JSON, then a broken connection; `redirect` 302 to `location`; `foreign-next-page`
   * the link to the next page points to `location`; `huge` `bytes` of JSON.
   */
  readonly reply?: (typeof malformedReplies)[number]
  /** Default `https://elsewhere.example.com`. */
  readonly location?: string
  /** Default 200 MiB. */
  readonly bytes?: number
}

/** More would let a pattern backtrack for minutes. */
const MOST_STARS = 4
const WHOLE: readonly (keyof FaultRule)[] = ['skip', 'latencyMs', 'status', 'disorder', 'bytes']
const TEXTS: readonly (keyof FaultRule)[] = ['method', 'path', 'message', 'location']
const EFFECTS: readonly (keyof FaultRule)[] = ['latencyMs', 'code', 'status', 'reset', 'disorder', 'reply']
const OTHERS: readonly (keyof FaultRule)[] = ['times', 'code', 'shape', 'retryAfter', 'takesEffect', 'reset', 'reply']

/** Checks a rule that came from outside. Throws a TypeError that names the field. */
function checkFaultRule(value: unknown): FaultRule {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError('A fault is a JSON object, such as {"method":"POST","path":"*/Messages","code":21610}.')
  }
  const rule = value as Readonly<Record<string, unknown>>
  const known: readonly string[] = [...WHOLE, ...TEXTS, ...OTHERS]
  for (const [key, given] of Object.entries(rule)) {
    if (!known.includes(key)) throw new TypeError(`A fault has no field ${key}. Its fields: ${known.join(', ')}.`)
    const problem = problemOf(key as keyof FaultRule, given)
    if (problem) throw new TypeError(`The field ${key} of a fault must be ${problem}.`)
  }
  if (!EFFECTS.some((key) => key in rule)) throw new TypeError(`A fault needs one of ${EFFECTS.join(', ')}.`)
  return rule as FaultRule
}

function problemOf(key: keyof FaultRule, given: unknown): string | undefined {
  if (key === 'status') {
    return isWhole(given, 200) && (given as number) <= 599 ? undefined : 'a whole number from 200 to 599'
  }
  if (WHOLE.includes(key)) {
    return isWhole(given, key === 'disorder' ? 2 : 0) ? undefined : 'a whole number, 0 or more (disorder: 2 or more)'
  }
  if (key === 'location') return typeof given === 'string' && URL.canParse(given) ? undefined : 'an absolute URL'
  if (key === 'path' && typeof given === 'string' && given.split('*').length > MOST_STARS + 1) {
    return `a path with at most ${MOST_STARS} stars`
  }
  if (TEXTS.includes(key)) return typeof given === 'string' && !/[\r\n]/.test(given) ? undefined : 'a text on one line'
  switch (key) {
    case 'times':
      return given === 'always' || isWhole(given, 1) ? undefined : 'a whole number, 1 or more, or "always"'
    case 'code':
      return isWhole(given, 1) || (typeof given === 'string' && /^[a-z0-9_]+$/.test(given))
        ? undefined
        : 'a LaML code such as 21610, or a word such as call_update_failed'
    case 'shape':
      return errorShapes.some((shape) => shape === given) ? undefined : `one of ${errorShapes.join(', ')}`
    case 'retryAfter':
      return isWhole(given, 0) || (typeof given === 'string' && !/[\r\n]/.test(given)) ? undefined : 'seconds or a text'
    case 'takesEffect':
      return typeof given === 'boolean' ? undefined : 'true or false'
    case 'reset':
      return given === 'before' || given === 'after' ? undefined : '"before" or "after"'
    default:
      return malformedReplies.some((reply) => reply === given) ? undefined : `one of ${malformedReplies.join(', ')}`
  }
}

function isWhole(value: unknown, minimum: number): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= minimum
}

/** A rule and how far it has got. */
export interface ActiveFault {
  readonly rule: FaultRule
  /** Matching requests it will still let through. */
  readonly skipsLeft: number
  /** Requests it will still meet; null where it meets every one. */
  readonly timesLeft: number | null
}

/** The faults that wait, in the order in which they were added. */
export class Faults {
  #active: { rule: FaultRule; path: RegExp; skipsLeft: number; timesLeft: number | null }[] = []

  add(value: FaultRule): void {
    const rule = checkFaultRule(value)
    const times = rule.times ?? 1
    this.#active.push({
      rule,
      path: globPattern(rule.path ?? '*'),
      skipsLeft: rule.skip ?? 0,
      timesLeft: times === 'always' ? null : times,
    })
  }

  clear(): void {
    this.#active = []
  }

  list(): readonly ActiveFault[] {
    return this.#active.map(({ rule, skipsLeft, timesLeft }) => ({ rule, skipsLeft, timesLeft }))
  }

  /** The rule that this request meets, if any; counts it. */
  take(method: string, path: string): FaultRule | undefined {
    for (const fault of this.#active) {
      if (fault.rule.method !== undefined && fault.rule.method.toUpperCase() !== method) continue
      if (!fault.path.test(path)) continue
      if (fault.skipsLeft > 0) {
        fault.skipsLeft--
        continue
      }
      if (fault.timesLeft !== null && --fault.timesLeft === 0) {
        this.#active = this.#active.filter((other) => other !== fault)
      }
      return fault.rule
    }
    return undefined
  }
}

function globPattern(glob: string): RegExp {
  const parts = glob.split(/\*+/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*?')}$`, 's')
}
