import { SaxesParser } from 'saxes'

/** An element of a LaML document. */
export interface LamlNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly LamlNode[]
  /** The text in it and in its children, trimmed. */
  readonly text: string
  /** The text in it alone, trimmed. */
  readonly ownText: string
}

/** The elements below `Response`, or why the document is refused with 12100. */
export type ParsedLaml = { readonly verbs: readonly LamlNode[] } | { readonly problem: string }

const MOST_ELEMENTS = 2000
const MOST_LEVELS = 20

interface OpenNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: LamlNode[]
  text: string
  ownText: string
}

class Unusable extends Error {}

/** Parses a document: well formed, root element `Response`, no document type, no text between the verbs. */
export function parseLaml(document: string): ParsedLaml {
  const parser = new SaxesParser()
  const open: OpenNode[] = []
  let verbs: readonly LamlNode[] | undefined
  let elements = 0
  const refuse = (problem: string) => {
    throw new Unusable(problem)
  }
  parser.on('error', ({ message }) => refuse(`It is not well-formed XML: ${message.slice(0, 200)}`))
  parser.on('doctype', () => refuse('It has a document type.'))
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length === 0 && name !== 'Response') refuse(`The root element is ${name.slice(0, 64)}, not Response.`)
    if (++elements > MOST_ELEMENTS) refuse(`It has more than ${MOST_ELEMENTS} elements.`)
    if (open.length >= MOST_LEVELS) refuse(`It is nested more than ${MOST_LEVELS} levels deep.`)
    open.push({ name, attributes: { ...attributes }, children: [], text: '', ownText: '' })
  })
  const addText = (text: string) => {
    const node = open.at(-1)
    if (open.length === 1 && text.trim() !== '') refuse('There is text outside of a verb.')
    if (!node) return
    node.text += text
    node.ownText += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const { text, ownText, ...rest } = open.pop() as OpenNode
    const parent = open.at(-1)
    if (!parent) {
      verbs = rest.children
      return
    }
    parent.children.push({ ...rest, text: text.trim(), ownText: ownText.trim() })
    if (open.length > 1) parent.text += text
  })
  try {
    parser.write(document).close()
  } catch (error) {
    if (error instanceof Unusable) return { problem: error.message }
    throw error
  }
  return verbs ? { verbs } : { problem: 'It is empty.' }
}
