/** At least one of these fields must be filled. */
export interface AtLeastOneOf<K extends string> {
  readonly rule: 'atLeastOneOf'
  readonly keys: readonly K[]
  readonly message: string
}

/** These fields exclude each other. */
export interface NotTogether<K extends string> {
  readonly rule: 'notTogether'
  readonly keys: readonly K[]
  readonly message: string
}

/** A rule across fields. The list is closed: each target has an emitter for each, or a line in its export report. */
export type Rule = AtLeastOneOf<string> | NotTogether<string>

/**
 * Demands at least one of several optional fields. With literal keys the input type demands it too.
 *
 * @param message what a person reads when none is filled: what is missing and what to do.
 */
export const atLeastOneOf = <const K extends readonly string[]>(keys: K, message: string): AtLeastOneOf<K[number]> => ({
  rule: 'atLeastOneOf',
  keys,
  message,
})

/**
 * Refuses several fields in one run.
 *
 * @param message what a person reads when more than one is filled.
 */
export const notTogether = <const K extends readonly string[]>(keys: K, message: string): NotTogether<K[number]> => ({
  rule: 'notTogether',
  keys,
  message,
})
