import type { MessageRow } from '../messages.js'
import type { Project } from '../project.js'
import type { Pairs } from '../request.js'
import { messageParameters } from '../webhooks/post-parameters.js'
import type { LamlReply, NoReply, Poster, WebhookUrl } from '../webhooks/poster.js'
import { sendFromVerb } from './message-verb.js'
import { methodOf, resolveUrl } from './verbs.js'
import type { VerbRecord } from './voice-call.js'

const MOST_DOCUMENTS = 20

/** What a message that came in led to. */
export interface MessageEnd {
  readonly verbs: readonly VerbRecord[]
  readonly replies: readonly MessageRow[]
  readonly failure?: NoReply
}

/** Acts on the document that a message was answered with, and on all that it leads to. */
export async function followMessageDocuments(
  first: LamlReply,
  message: MessageRow,
  around: { readonly project: Project; readonly poster: Poster; readonly fallback: WebhookUrl | undefined },
): Promise<MessageEnd> {
  const { project, poster, fallback } = around
  const verbs: VerbRecord[] = []
  const replies: MessageRow[] = []
  const media = [...project.media].filter(({ messageSid }) => messageSid === message.sid).reverse()
  const between = { from: message.to, to: message.from, direction: 'outbound-reply' } as const

  const goTo = async (url: string, method: string | undefined, base: string, more: Pairs) => {
    const resolved = resolveUrl(url, base)
    if (resolved === undefined) return { notCalled: false, code: 11100, message: `${url} is no URL to go on at.` }
    const params = [...messageParameters(message, media, project), ...more]
    const post = { kind: 'action', sid: message.sid, params } as const
    return poster.ask(post, 'messaging', { url: resolved, method: methodOf(method) }, fallback)
  }

  const actOn = async ({ verbs: nodes, url: base }: LamlReply): Promise<LamlReply | NoReply | undefined> => {
    for (const node of nodes) {
      const { name: verb, attributes, text } = node
      if (verb === 'Redirect') {
        verbs.push({ verb, attributes, text })
        return goTo(text || base, attributes.method, base, [])
      }
      const sent = sendFromVerb(node, project, between, base)
      if ('row' in sent) replies.push(sent.row)
      verbs.push({ verb, attributes, text, ...('row' in sent ? { note: `Message ${sent.row.sid}` } : { error: sent }) })
      if (attributes.action) {
        const status: Pairs =
          'row' in sent
            ? [['MessageStatus', 'sending']]
            : [
                ['MessageStatus', 'failed'],
                ['ErrorCode', String(sent.code)],
              ]
        return goTo(attributes.action, attributes.method, base, status)
      }
    }
    return undefined
  }

  let reply = first
  for (let documents = 1; documents <= MOST_DOCUMENTS; documents++) {
    const next = await actOn(reply)
    if (!next) return { verbs, replies }
    if ('message' in next) return { verbs, replies, failure: next }
    reply = next
  }
  return {
    verbs,
    replies,
    failure: { notCalled: false, code: null, message: `More than ${MOST_DOCUMENTS} documents in a row.` },
  }
}
