import type { Fields } from './fields.js'
import type { AtLeastOneOf, NotTogether, Rule } from './rules.js'

/** Flattens intersections, one member of a union at a time, so that editors and compiler messages show plain objects. */
export type Flat<T> = T extends unknown ? { [K in keyof T]: T[K] } : never

/** The value of a field as a caller writes it. */
type ValueOf<F> = F extends { readonly kind: 'integer' }
  ? number
  : F extends { readonly kind: 'boolean' }
    ? boolean
    : F extends { readonly kind: 'select'; readonly options: infer O }
      ? keyof O & string
      : F extends { readonly kind: 'multiSelect' }
        ? F extends { readonly options: infer O }
          ? readonly (keyof O & string)[]
          : readonly string[]
        : F extends { readonly kind: 'list' }
          ? readonly string[]
          : F extends { readonly kind: 'date' }
            ? Date | string
            : F extends { readonly kind: 'keyValues' }
              ? readonly { readonly key: string; readonly value: string }[]
              : F extends { readonly kind: 'any' }
                ? unknown
                : string

type IsChoice<F> = F extends { readonly kind: 'choice' } ? true : false

/** A required field may still be left out where the host has an initial value for it. */
type MustBeGiven<F> = F extends { readonly required: true }
  ? F extends { readonly initial: string | number | boolean }
    ? false
    : true
  : false

type PlainInput<F> = {
  [K in keyof F as IsChoice<F[K]> extends true ? never : MustBeGiven<F[K]> extends true ? K : never]: ValueOf<F[K]>
} & {
  [K in keyof F as IsChoice<F[K]> extends true ? never : MustBeGiven<F[K]> extends true ? never : K]?:
    | ValueOf<F[K]>
    | undefined
}

/** Every key that a set of fields may bring, those of nested choices included. */
type KeysOf<F> = {
  [K in keyof F & string]: F[K] extends { readonly kind: 'choice'; readonly options: infer O } ? K | OptionKeys<O> : K
}[keyof F & string]

type OptionKeys<O> = { [P in keyof O]: O[P] extends { readonly fields: infer G } ? KeysOf<G> : never }[keyof O]

type Forbidden<K extends string> = { [P in K]?: never }

type ChoiceInput<K extends string, F> = F extends { readonly options: infer O }
  ?
      | {
          [P in keyof O & string]: O[P] extends { readonly fields: infer G }
            ? { [Q in K]: P } & FieldsInput<G> & Forbidden<Exclude<OptionKeys<O>, KeysOf<G>>>
            : never
        }[keyof O & string]
      | (F extends { readonly required: true } ? never : Forbidden<K | OptionKeys<O>>)
  : never

type ChoiceKeys<F> = { [K in keyof F & string]: IsChoice<F[K]> extends true ? K : never }[keyof F & string]

/** The intersection of one union per choice: (a | b) & (c | d). */
type ChoicesInput<F> = [ChoiceKeys<F>] extends [never]
  ? unknown
  : { [K in ChoiceKeys<F>]: (input: ChoiceInput<K, F[K]>) => void }[ChoiceKeys<F>] extends (input: infer I) => void
    ? I
    : never

type FieldsInput<F> = PlainInput<F> & ChoicesInput<F>

type WithOneOf<T, K> = T extends unknown ? (K extends keyof T ? T & { [P in K]-?: NonNullable<T[P]> } : never) : never

/** Only rules that name their keys literally narrow the type; one built from a list of keys is checked at run time. */
type WithRules<T, R> = R extends readonly [infer First, ...infer Rest]
  ? WithRules<
      First extends AtLeastOneOf<infer K>
        ? string extends K
          ? T
          : WithOneOf<T, K>
        : First extends NotTogether<string>
          ? T
          : T,
      Rest
    >
  : T

/** The input of a module with these fields and rules, inferred; nobody writes it by hand. */
export type InputOf<F extends Fields, R extends readonly Rule[] = readonly []> = Flat<WithRules<FieldsInput<F>, R>>
