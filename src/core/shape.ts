/**
 * What a module returns. An output is the API's reply as it is: names unchanged, numbers in texts stay texts, unknown keys
 * kept. Only dates become `Date`s, and a shape may add derived keys that it declares.
 */

import type { Options } from './fields.js'

interface ValueBase {
  /** What hosts show for it when it is mapped. */
  readonly label: string
  /** Whether the API may send null. @default false */
  readonly nullable?: boolean
  /** Whether the key may be missing altogether, as most parameters of a webhook may. @default false */
  readonly optional?: boolean
}

export interface TextValue extends ValueBase {
  readonly type: 'text'
  /** The documented values with their labels; a status in the order of its life. New values may appear. */
  readonly known?: Options
}
export interface NumberValue extends ValueBase {
  readonly type: 'number'
}
export interface BooleanValue extends ValueBase {
  readonly type: 'boolean'
}
export interface DateValueShape extends ValueBase {
  readonly type: 'date'
  /** How the API spells it: LaML resources RFC 2822 with a resolution of one second, the rest ISO 8601. */
  readonly codec: 'rfc2822' | 'iso8601'
}
export interface CollectionValue extends ValueBase {
  readonly type: 'collection'
  readonly shape: Shape
}
export interface ListValue extends ValueBase {
  readonly type: 'list'
  readonly item: OutputValue
  /**
   * Not sent by the API but made from other keys: `indexedMedia` collects a message post's NumMedia, MediaUrl0..,
   * MediaContentType0.. into a list of `{ url, contentType }`.
   */
  readonly derived?: 'indexedMedia'
}
export interface AnyValue extends ValueBase {
  readonly type: 'any'
}

export type OutputValue =
  | TextValue
  | NumberValue
  | BooleanValue
  | DateValueShape
  | CollectionValue
  | ListValue
  | AnyValue

/** The documented keys of an output, in the order hosts show them. */
export type Shape = Readonly<Record<string, OutputValue>>

type Rest<V extends ValueBase> = Omit<V, 'type' | 'label'>
type Made<T, S> = { readonly type: T; readonly label: string } & S

const made = <T extends OutputValue['type'], S>(type: T, label: string, spec: S): Made<T, S> => ({
  type,
  label,
  ...spec,
})

/** Builders for the values of a shape. */
export const value = {
  text: <const S extends Rest<TextValue>>(label: string, spec: S = {} as S) => made('text', label, spec),
  number: <const S extends Rest<NumberValue>>(label: string, spec: S = {} as S) => made('number', label, spec),
  boolean: <const S extends Rest<BooleanValue>>(label: string, spec: S = {} as S) => made('boolean', label, spec),
  date: <const S extends Rest<DateValueShape>>(label: string, spec: S) => made('date', label, spec),
  collection: <const S extends Rest<CollectionValue>>(label: string, spec: S) => made('collection', label, spec),
  list: <const S extends Rest<ListValue>>(label: string, spec: S) => made('list', label, spec),
  any: <const S extends Rest<AnyValue>>(label: string, spec: S = {} as S) => made('any', label, spec),
}

type KnownText<V> = V extends { readonly known: infer K } ? (keyof K & string) | (string & {}) : string

type Plain<V, D> = V extends { readonly type: 'text' }
  ? KnownText<V>
  : V extends { readonly type: 'number' }
    ? number
    : V extends { readonly type: 'boolean' }
      ? boolean
      : V extends { readonly type: 'date' }
        ? D
        : V extends { readonly type: 'collection'; readonly shape: infer S }
          ? ShapeOf<S, D>
          : V extends { readonly type: 'list'; readonly item: infer I }
            ? readonly Nullable<I, D>[]
            : unknown

type Nullable<V, D> = V extends { readonly nullable: true } ? Plain<V, D> | null : Plain<V, D>

type IsOptional<V> = V extends { readonly optional: true } ? true : false

type ShapeOf<S, D> = {
  [K in keyof S as IsOptional<S[K]> extends true ? never : K]: Nullable<S[K], D>
} & { [K in keyof S as IsOptional<S[K]> extends true ? K : never]?: Nullable<S[K], D> } extends infer T
  ? { [K in keyof T]: T[K] }
  : never

/** What a module returns: dates are `Date`s. */
export type OutputOf<S extends Shape> = ShapeOf<S, Date>

/** What the API sends for it: dates are texts, derived keys are missing. */
export type RawOf<S extends Shape> = ShapeOf<
  { [K in keyof S as S[K] extends { readonly derived: string } ? never : K]: S[K] },
  string
>

// Sun, 05 Jan 2026 12:00:00 +0000; anything looser is left as the text it is, rather than guessed at.
const rfc2822 = /^(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} \d{2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|GMT|UTC)$/
const iso8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/

/** Reads a date of a reply; a text that is no such date is returned unchanged. */
export function decodeDate(codec: DateValueShape['codec'], raw: unknown): unknown {
  if (typeof raw !== 'string' || !(codec === 'rfc2822' ? rfc2822 : iso8601).test(raw)) return raw
  const time = Date.parse(raw)
  return Number.isNaN(time) ? raw : new Date(time)
}

const isRecord = (raw: unknown): raw is Readonly<Record<string, unknown>> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw)

/** A message post names at most this many media; more indexes than the API's limit of 8 are not believed. */
const maxMedia = 100

function indexedMedia(raw: Readonly<Record<string, unknown>>): readonly { url: string; contentType: string }[] {
  const announced = Number(raw.NumMedia ?? 0)
  const media: { url: string; contentType: string }[] = []
  for (let index = 0; index < Math.min(announced, maxMedia); index++) {
    const url = raw[`MediaUrl${index}`]
    if (typeof url === 'string') media.push({ url, contentType: String(raw[`MediaContentType${index}`] ?? '') })
  }
  return media
}

function decodeValue(shape: OutputValue, raw: unknown): unknown {
  switch (shape.type) {
    case 'date':
      return decodeDate(shape.codec, raw)
    case 'collection':
      return isRecord(raw) ? decodeOutput(shape.shape, raw) : raw
    case 'list':
      return Array.isArray(raw) ? raw.map((item) => decodeValue(shape.item, item)) : raw
    case 'text':
    case 'number':
    case 'boolean':
    case 'any':
      return raw
  }
}

const needsWork = (shape: OutputValue): boolean =>
  shape.type === 'date' || shape.type === 'collection' || (shape.type === 'list' && shape.item.type !== 'text')

const workByShape = new WeakMap<Shape, readonly (readonly [string, OutputValue])[]>()

/** Turns one object of a reply into an output: a copy with its dates read and its derived keys added. */
export function decodeOutput(shape: Shape, raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  let work = workByShape.get(shape)
  if (!work) {
    work = Object.entries(shape).filter(([, one]) => needsWork(one))
    workByShape.set(shape, work)
  }
  const output: Record<string, unknown> = { ...raw }
  for (const [key, one] of work) {
    if (one.type === 'list' && one.derived) output[key] = indexedMedia(raw)
    else if (Object.hasOwn(output, key)) output[key] = decodeValue(one, output[key])
  }
  return output
}
