/**
 * LaML (SignalWire's cXML) as data. A trigger's reply is a small tree whose texts and attributes may refer to the
 * trigger's fields, so that the receiver renders it, a simulator reads it, and an export writes it as an expression.
 */

/** The value of a field of the same module. Where it is not filled, the attribute or the text is left out. */
export interface FieldRef {
  readonly ref: string
  /**
   * Where it is content: the noun to put the value into, by how the value begins, such as `{ 'sip:': 'Sip' }` for a Dial.
   * Any other value stays plain text.
   */
  readonly nouns?: Readonly<Record<string, string>>
}

/** The receiver's own signed URL at which a call goes on after a verb; a step never starts a scenario. */
export interface StepUrl {
  readonly step: string
  /** What SignalWire reports there. Such a URL is the hook's own for that event, and its posts may start a scenario. */
  readonly reports?: 'recording' | 'fax'
}

export type LamlValue = string | FieldRef | StepUrl

/** One verb or noun, such as `<Say voice="woman">text</Say>`. */
export interface LamlElement {
  readonly verb: string
  readonly attributes: Readonly<Record<string, LamlValue>>
  readonly content: readonly (LamlElement | LamlValue | LamlEach)[]
}

/** One element for each value of a list field, the value as its text. */
export interface LamlEach {
  readonly each: string
  readonly verb: string
}

/** A whole document given by the user, sent as it is. It was checked when the field was read. */
export interface LamlDocument {
  readonly document: FieldRef
}

export type LamlTree = LamlDocument | { readonly response: readonly LamlElement[] }

export const ref = (field: string, nouns?: FieldRef['nouns']): FieldRef => ({ ref: field, ...(nouns && { nouns }) })
export const stepUrl = (step: string, reports?: StepUrl['reports']): StepUrl => ({ step, ...(reports && { reports }) })
export const each = (field: string, verb: string): LamlEach => ({ each: field, verb })
export const element = (
  verb: string,
  attributes: Readonly<Record<string, LamlValue>> = {},
  ...content: LamlElement['content'][number][]
): LamlElement => ({ verb, attributes, content })
export const response = (...elements: LamlElement[]): LamlTree => ({ response: elements })
export const ownDocument = (field: string): LamlTree => ({ document: ref(field) })

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // A parser turns these into spaces in attributes, and a carriage return into a line feed in texts.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** Whether XML 1.0 can carry a code point in any spelling; a control character or a lone surrogate is not one. */
const isXmlCharacter = (code: number): boolean =>
  code === 0x9 ||
  code === 0xa ||
  code === 0xd ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  code > 0xffff

/** The one escaper: makes any text safe as the text or an attribute of LaML. What XML cannot carry is left out. */
export const escapeLaml = (value: string): string =>
  Array.from(value, (character) =>
    isXmlCharacter(character.codePointAt(0) ?? 0) ? (entities[character] ?? character) : '',
  ).join('')

/**
 * Renders a reply.
 *
 * @param values the trigger's parsed input.
 * @param stepUrlOf gives the URL for a step's name; needed only by replies that continue a call.
 */
export function renderLaml(
  tree: LamlTree,
  values: Readonly<Record<string, unknown>>,
  stepUrlOf: (step: string, reports?: StepUrl['reports']) => string = (step) => {
    throw new Error(`This reply continues the call at step ${step}, which needs a receiver.`)
  },
): string {
  if ('document' in tree) return String(values[tree.document.ref] ?? '')
  const resolve = (value: LamlValue): string | undefined => {
    if (typeof value === 'string') return value
    if ('step' in value) return stepUrlOf(value.step, value.reports)
    const filled = values[value.ref]
    return filled === undefined || filled === null ? undefined : String(filled)
  }
  const render = (one: LamlElement): string => {
    const attributes = Object.entries(one.attributes)
      .map(([name, value]) => [name, resolve(value)] as const)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ` ${name}="${escapeLaml(value ?? '')}"`)
      .join('')
    const content = one.content
      .map((part) => {
        if (typeof part !== 'string' && 'verb' in part && 'content' in part) return render(part)
        if (typeof part !== 'string' && 'each' in part) {
          const items = (values[part.each] ?? []) as readonly unknown[]
          return items.map((item) => `<${part.verb}>${escapeLaml(String(item))}</${part.verb}>`).join('')
        }
        const written = resolve(part) ?? ''
        const nouns = typeof part !== 'string' && 'ref' in part ? (part.nouns ?? {}) : {}
        const noun = Object.keys(nouns).find((prefix) => written.toLowerCase().startsWith(prefix))
        return noun === undefined ? escapeLaml(written) : `<${nouns[noun]}>${escapeLaml(written)}</${nouns[noun]}>`
      })
      .join('')
    return content ? `<${one.verb}${attributes}>${content}</${one.verb}>` : `<${one.verb}${attributes}/>`
  }
  const content = tree.response.map(render).join('')
  return `<?xml version="1.0" encoding="UTF-8"?>\n${content ? `<Response>${content}</Response>` : '<Response/>'}`
}
