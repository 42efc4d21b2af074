import type { CallRow } from '../calls.js'
import type { Project } from '../project.js'
import type { RecordingRow } from '../recordings.js'
import type { Pairs } from '../request.js'
import type { Webhooks } from '../webhooks/number-webhooks.js'
import { callParameters, recordingParameters } from '../webhooks/post-parameters.js'
import type { LamlReply, NoReply, Poster } from '../webhooks/poster.js'
import type { LamlNode } from './parse-laml.js'
import { methodOf, resolveUrl } from './verbs.js'

/** One verb as it was acted on. */
export interface VerbRecord {
  readonly verb: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
  /** What came of it, where that does not go without saying. */
  readonly note?: string
  /** Why it could not be done; the document goes on with the next verb. */
  readonly error?: { readonly code: number; readonly message: string }
}

/** What the simulated person at the other end does. */
export interface CallerScript {
  /** How long the voicemail is that the caller leaves at the first Record; 0 for silence. */
  readonly voicemailSeconds: number
  /** What the caller presses, one text for each Gather; afterwards nothing. */
  readonly digits: readonly string[]
}

/** Where a call goes after a verb: on with the next one, to another document, to nothing that can be had, or to its end. */
export type Next = 'on' | 'end' | LamlReply | NoReply

/** A call while LaML is acted on. Nothing in it waits: what is said and recorded only counts seconds. */
export class VoiceCall {
  readonly project: Project
  readonly poster: Poster
  readonly caller: CallerScript
  readonly verbs: VerbRecord[] = []
  /** What the caller hears: spoken texts as they are, everything else in brackets. */
  readonly heard: string[] = []
  /** What is reported once the call is over, in order. */
  readonly afterwards: (() => Promise<unknown>)[] = []
  seconds = 0
  gathered = 0
  recording: RecordingRow | undefined
  readonly #sid: string
  readonly #timeline: CallRow['timeline']
  readonly #fallback: Webhooks['fallback']

  constructor(
    row: CallRow,
    around: {
      readonly project: Project
      readonly poster: Poster
      readonly caller: CallerScript
      readonly fallback: Webhooks['fallback']
    },
  ) {
    this.#sid = row.sid
    this.#timeline = row.timeline
    this.project = around.project
    this.poster = around.poster
    this.caller = around.caller
    this.#fallback = around.fallback
  }

  get row(): CallRow | undefined {
    return this.project.calls.get(this.#sid)
  }

  /** Whether somebody ended or deleted the call meanwhile. */
  get gone(): boolean {
    return this.row?.timeline !== this.#timeline
  }

  note(node: LamlNode, more: Pick<VerbRecord, 'note' | 'error'> = {}): void {
    this.verbs.push({ verb: node.name, attributes: node.attributes, text: node.text, ...more })
  }

  refuse(node: LamlNode, code: number, message: string): Next {
    this.note(node, { error: { code, message } })
    return 'on'
  }

  /** Asks the URL of a verb how to go on. */
  async goTo(url: string, method: string | undefined, base: string, more: Pairs = []): Promise<Next> {
    const { row } = this
    if (!row) return 'end'
    const resolved = resolveUrl(url, base)
    if (resolved === undefined) return { notCalled: false, code: 11100, message: `${url} is no URL to go on at.` }
    const params = [...callParameters(row, this.project, 'in-progress'), ...more]
    const post = { kind: 'action', sid: row.sid, params } as const
    return this.poster.ask(post, 'voice', { url: resolved, method: methodOf(method) }, this.#fallback)
  }

  /** Notes a recording callback for afterwards, where the status is one of the events that were asked for. */
  reportRecording(
    node: LamlNode,
    base: string,
    row: RecordingRow,
    status: 'in-progress' | 'completed' | 'absent',
  ): void {
    const {
      recordingStatusCallback = '',
      recordingStatusCallbackEvent,
      recordingStatusCallbackMethod,
    } = node.attributes
    const url = recordingStatusCallback === '' ? undefined : resolveUrl(recordingStatusCallback, base)
    const events = recordingStatusCallbackEvent?.split(' ') ?? ['completed']
    if (url === undefined || !events.includes(status)) return
    const params = recordingParameters(row, this.project, status)
    const post = { kind: 'recordingStatus', sid: row.callSid, params } as const
    this.afterwards.push(() => this.poster.report(post, { url, method: methodOf(recordingStatusCallbackMethod) }))
  }
}
