import type { LamlTree } from './laml.js'
import type { Source } from './source.js'
import type { Codec, Wire } from './wire.js'

/** What every field has. */
interface FieldBase {
  /** The name a person sees above the field, in the product's words. */
  readonly label: string
  /** One or more sentences that say what to enter. Limits and defaults are added to it by `fieldHelp`. */
  readonly help: string
  /** Whether a run without this field is refused. @default false */
  readonly required?: boolean
  /** Whether hosts hide it until advanced settings are shown. @default false */
  readonly advanced?: boolean
  /** Where its value goes in the request; absent for fields that only steer the module. */
  readonly wire?: Wire
}

/** What every field with one plain value may have besides. */
interface ScalarBase extends FieldBase {
  /** Where a dropdown's options come from. Other values stay allowed. */
  readonly source?: Source
  /** Sources that take the place of `source` for some values of a sibling select, such as `{ fax: faxNumbers }`. */
  readonly sourceBy?: { readonly field: string; readonly sources: Readonly<Record<string, Source>> }
}

/** Lengths count characters (code points). A text is never empty: leave an optional field out instead. */
interface TextLimits {
  /** @default 1 */
  readonly minLength?: number
  readonly maxLength?: number
  /** A regular expression from `patterns.ts` or the official specification, anchored. */
  readonly pattern?: string
  /** What `pattern` means, for errors: "1 to 32 of the characters 0-9 # * w W". */
  readonly patternMeaning?: string
}

interface NumberLimits {
  readonly min?: number
  readonly max?: number
  /** The unit as people read it, such as `seconds`. */
  readonly unit?: string
}

/** An API's own default. It is shown in the help and never sent. */
interface ApiDefault<Value> {
  readonly apiDefault?: Value
}

/** A host's default: a value that is filled in and used where the field is left out. */
interface Initial<Value> {
  readonly initial?: Value
}

/** The labels of the values of a select, by value, in the order shown. */
export type Options = Readonly<Record<string, string>>

export interface TextField extends ScalarBase, TextLimits, Initial<string>, ApiDefault<string> {
  readonly kind: 'text'
}
export interface LongTextField extends ScalarBase, TextLimits {
  readonly kind: 'longText'
  /** `laml`: a whole LaML document, well formed, with the root `Response`, at most 64 kB. */
  readonly format?: 'laml'
}
export interface SecretField extends FieldBase, TextLimits {
  readonly kind: 'secret'
}
export interface PhoneField extends ScalarBase {
  readonly kind: 'phone'
}
export interface AddressField extends ScalarBase {
  readonly kind: 'address'
}
export interface SidField extends ScalarBase {
  readonly kind: 'sid'
}
export interface UrlField extends ScalarBase {
  readonly kind: 'url'
}
export interface IntegerField extends ScalarBase, NumberLimits, Initial<number>, ApiDefault<number> {
  readonly kind: 'integer'
}
export interface DecimalField extends ScalarBase, ApiDefault<string> {
  readonly kind: 'decimal'
}
export interface BooleanField extends FieldBase, Initial<boolean>, ApiDefault<boolean> {
  readonly kind: 'boolean'
}
export interface SelectField extends FieldBase, Initial<string>, ApiDefault<string> {
  readonly kind: 'select'
  readonly options: Options
}
export interface MultiSelectField extends ScalarBase, ApiDefault<string> {
  readonly kind: 'multiSelect'
  /** Absent where the options come from a source alone. */
  readonly options?: Options
}
export interface ListField extends FieldBase {
  readonly kind: 'list'
  /** What each item is. */
  readonly item: ListItem
  /** @default 1 where the list is required, otherwise 0 */
  readonly minItems?: number
  readonly maxItems?: number
}
/** The kinds that a list's items may have. */
export type ListItem = { readonly kind: 'url' } | ({ readonly kind: 'text' | 'secret' } & TextLimits)
export interface DateField extends FieldBase {
  readonly kind: 'date'
}
export interface KeyValuesField extends FieldBase {
  readonly kind: 'keyValues'
}
export interface AnyField extends FieldBase {
  readonly kind: 'any'
}
/** One option of a choice: the fields that exist only while it is chosen. */
export interface Option {
  readonly label: string
  readonly fields: Fields
  /** The LaML this option answers with, where the choice is a trigger's reply. */
  readonly laml?: LamlTree
}
export interface ChoiceField extends FieldBase {
  readonly kind: 'choice'
  readonly options: Readonly<Record<string, Option>>
}

/**
 * One field of a module's form. The kinds are closed: every `switch` over them has no default, so a new kind is refused by
 * the compiler until each target knows it.
 */
export type Field =
  | TextField
  | LongTextField
  | SecretField
  | PhoneField
  | AddressField
  | SidField
  | UrlField
  | IntegerField
  | DecimalField
  | BooleanField
  | SelectField
  | MultiSelectField
  | ListField
  | DateField
  | KeyValuesField
  | AnyField
  | ChoiceField

/** The fields of a module by key, in the order in which they are shown. */
export type Fields = Readonly<Record<string, Field>>

type Spec<F extends Field> = Omit<F, 'kind'>
type Built<K extends Field['kind'], S> = { readonly kind: K } & S

const field = <K extends Field['kind'], S>(kind: K, spec: S): Built<K, S> => ({ kind, ...spec })

/** One line of text. */
export const text = <const S extends Spec<TextField>>(spec: S) => field('text', spec)
/** Text of several lines. */
export const longText = <const S extends Spec<LongTextField>>(spec: S) => field('longText', spec)
/** Text that is never shown or logged. */
export const secret = <const S extends Spec<SecretField>>(spec: S) => field('secret', spec)
/** A phone number in E.164 format. */
export const phone = <const S extends Spec<PhoneField>>(spec: S) => field('phone', spec)
/** A phone number, short code, SIP address or client name. */
export const address = <const S extends Spec<AddressField>>(spec: S) => field('address', spec)
/** The SID of something in the Space, a UUID. */
export const sid = <const S extends Spec<SidField>>(spec: S) => field('sid', spec)
/** An absolute http or https URL. */
export const url = <const S extends Spec<UrlField>>(spec: S) => field('url', spec)
/** A whole number. */
export const integer = <const S extends Spec<IntegerField>>(spec: S) => field('integer', spec)
/** A decimal as text, so that no digit is lost on the way. */
export const decimal = <const S extends Spec<DecimalField>>(spec: S) => field('decimal', spec)
/** Yes or no. */
export const boolean = <const S extends Spec<BooleanField>>(spec: S) => field('boolean', spec)
/** One of several values. */
export const select = <const S extends Spec<SelectField>>(spec: S) => field('select', spec)
/** Any of several values. */
export const multiSelect = <const S extends Spec<MultiSelectField>>(spec: S) => field('multiSelect', spec)
/** Several values of one kind, in order. */
export const list = <const S extends Spec<ListField>>(spec: S) => field('list', spec)
/** A day or an instant. */
export const date = <const S extends Spec<DateField>>(spec: S) => field('date', spec)
/** Pairs of a key and a value, in order; keys may repeat. */
export const keyValues = <const S extends Spec<KeyValuesField>>(spec: S) => field('keyValues', spec)
/** Any JSON value. */
export const any = <const S extends Spec<AnyField>>(spec: S) => field('any', spec)
/** One of several options, each of which has fields of its own. The only conditional there is. */
export const choice = <const S extends Spec<ChoiceField>>(spec: S) => field('choice', spec)

type Optional<F> = F extends { readonly kind: 'choice'; readonly options: infer O }
  ? Omit<F, 'required' | 'options'> & {
      readonly required: false
      readonly options: {
        readonly [P in keyof O]: O[P] extends { readonly fields: infer G }
          ? Omit<O[P], 'fields'> & { readonly fields: OptionalFields<G> }
          : never
      }
    }
  : Omit<F, 'required'> & { readonly required: false }

/** The same fields, none of them required, the fields of options included. */
export type OptionalFields<F> = { readonly [K in keyof F]: Optional<F[K]> }

/** Makes a set of fields a deep partial: what an update takes of what a create takes. */
export function optional<const F extends Fields>(fields: F): OptionalFields<F> {
  const entries = Object.entries(fields).map(([key, one]): [string, Field] => [
    key,
    one.kind === 'choice'
      ? {
          ...one,
          required: false,
          options: Object.fromEntries(
            Object.entries(one.options).map(([value, option]) => [
              value,
              { ...option, fields: optional(option.fields) },
            ]),
          ),
        }
      : { ...one, required: false },
  ])
  return Object.fromEntries(entries) as OptionalFields<F>
}

/** The codec a field's value is spelled with where its wire names none. */
export function codecOf(one: Field): Codec {
  if (one.wire?.codec) return one.wire.codec
  switch (one.kind) {
    case 'boolean':
      return 'boolean'
    case 'decimal':
      return 'decimal'
    case 'multiSelect':
    case 'list':
      return 'repeated'
    case 'date':
      return 'rfc2822'
    case 'text':
    case 'longText':
    case 'secret':
    case 'phone':
    case 'address':
    case 'sid':
    case 'url':
    case 'integer':
    case 'select':
    case 'keyValues':
    case 'any':
    case 'choice':
      return 'plain'
  }
}
