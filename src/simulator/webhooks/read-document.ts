import { type LamlNode, parseLaml } from '../laml/parse-laml.js'
import { type LamlChannel, refuseVerbs } from '../laml/verbs.js'

/** The content types in which a document may come. SignalWire only says that there must be a valid one. */
const TYPES = ['text/xml', 'application/xml', 'text/html']

/** Reads the body of a reply as a document, or says with which code it is refused. */
export function documentOf(
  { contentType, body }: { readonly contentType: string | undefined; readonly body: Buffer },
  channel: LamlChannel,
): { readonly value: readonly LamlNode[] } | { readonly code: number; readonly message: string } {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!TYPES.includes(type) && !/^application\/[\w.-]+\+xml$/.test(type)) {
    return {
      code: 12300,
      message: type ? `The content type ${type.slice(0, 64)} is no XML.` : 'It has no content type.',
    }
  }
  const text = readUtf8(body)
  if (text === undefined) return { code: 12100, message: 'It is not valid UTF-8.' }
  const parsed = parseLaml(text)
  if ('problem' in parsed) return { code: 12100, message: parsed.problem }
  return refuseVerbs(parsed.verbs, channel) ?? { value: parsed.verbs }
}

function readUtf8(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return undefined
  }
}
