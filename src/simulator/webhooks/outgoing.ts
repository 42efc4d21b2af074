import { type CallRow, callStatuses, isFinal } from '../calls.js'
import { Form } from '../form.js'
import { VoiceCall } from '../laml/voice-call.js'
import { followDocuments } from '../laml/voice-document.js'
import type { MessageRow, MessageStatus } from '../messages.js'
import type { Project } from '../project.js'
import { applicationCallWebhooks, type Webhooks } from './number-webhooks.js'
import {
  callParameters,
  callStatusParameters,
  messageStatusParameters,
  recordingParameters,
} from './post-parameters.js'
import type { Poster, WebhookUrl } from './poster.js'
import type { Watched } from './watch-list.js'

/** When the next thing is to be reported; undefined where nothing is in sight, null where nothing ever will be. */
export function dueAt({ kind, sid, handled, redirect }: Watched, project: Project): number | undefined | null {
  const row = kind === 'call' ? project.calls.get(sid) : project.messages.get(sid)
  if (!row) return null
  if (redirect) return Number.NEGATIVE_INFINITY
  const { steps } = row.timeline
  const next = steps[handled]
  if (next) return next.at
  // Nothing but time changes a message; a call can still be ended by an update.
  return kind === 'message' || callStatuses.some((status) => isFinal(status) && status === steps.at(-1)?.status)
    ? null
    : undefined
}

/** Deals with the next step of a call or message. */
export async function handleNext(watched: Watched, project: Project, poster: Poster): Promise<void> {
  if (watched.kind === 'call') {
    const row = project.calls.get(watched.sid)
    if (row) await handleCall(watched, row, project, poster)
  } else {
    const row = project.messages.get(watched.sid)
    if (row) await handleMessage(watched, row, project, poster)
  }
}

const reported: Readonly<Record<MessageStatus, string>> = {
  queued: 'queued',
  initiated: 'sending',
  sent: 'sent',
  failed: 'failed',
  delivered: 'delivered',
  undelivered: 'undelivered',
  received: 'received',
}

async function handleMessage(watched: Watched, row: MessageRow, project: Project, poster: Poster): Promise<void> {
  const step = row.timeline.steps[watched.handled++]
  const form = new Form(row.sent)
  const application = project.applications.get(form.text('ApplicationSid') ?? '')
  const url = form.text('StatusCallback') ?? application?.urls.SmsStatusCallback
  if (!step || url === undefined) return
  const params = messageStatusParameters(row, project, reported[step.status])
  const method = form.text('StatusCallback') ? 'POST' : (application?.methods.SmsStatusCallbackMethod ?? 'POST')
  await poster.report({ kind: 'messageStatus', sid: row.sid, params }, { url, method })
}

async function handleCall(watched: Watched, row: CallRow, project: Project, poster: Poster): Promise<void> {
  const form = new Form(row.sent)
  const webhooks = webhooksOf(form, project)
  if (watched.redirect) {
    const to = watched.redirect
    watched.redirect = undefined
    await talk(row, project, poster, { ...webhooks, primary: to }, project.clock.now())
    return
  }
  const step = row.timeline.steps[watched.handled++]
  if (!step) return
  if (isFinal(step.status)) finishRecording(watched, row, project)
  const event = eventOf(step.status)
  const events = form.all('StatusCallbackEvent')
  const { recording } = watched
  if (webhooks.status && (events.length > 0 ? events : ['completed']).includes(event)) {
    const sequence = watched.sequence++
    const status = event === 'initiated' ? 'initiated' : step.status
    const params = callStatusParameters(row, project, { status, at: step.at, sequence, recording })
    await poster.report({ kind: 'callStatus', sid: row.sid, params }, webhooks.status)
  }
  if (step.status === 'in-progress') {
    if (form.flag('Record')) {
      const channels = form.text('RecordingChannels') === 'dual' ? 2 : 1
      const trim = form.text('Trim') === 'trim-silence' ? 'trim-silence' : 'do-not-trim'
      const identity = project.newRow({ created: step.at })
      watched.recording = { ...identity, callSid: row.sid, seconds: 0, channels, source: 'OutBoundApi', trim }
      await reportRecording(watched, form, project, poster, 'in-progress')
    }
    if (webhooks.primary) await talk(row, project, poster, { ...webhooks, primary: webhooks.primary }, step.at)
  }
  if (isFinal(step.status) && recording) {
    await reportRecording(watched, form, project, poster, recording.seconds > 0 ? 'completed' : 'absent')
  }
}

function eventOf(status: CallRow['timeline']['steps'][number]['status']): string {
  if (status === 'queued') return 'initiated'
  if (status === 'in-progress') return 'answered'
  return status === 'ringing' ? 'ringing' : 'completed'
}

/** What the call was created with, or its application says. */
function webhooksOf(form: Form, project: Project): Partial<Webhooks> {
  const place = (key: string): WebhookUrl | undefined => {
    const url = form.text(`${key}${key === 'StatusCallback' ? '' : 'Url'}`)
    return url === undefined ? undefined : { url, method: form.method(`${key}Method`) ?? 'POST' }
  }
  const application = project.applications.get(form.text('ApplicationSid') ?? '')
  const given = application && applicationCallWebhooks(application)
  const primary = place('') ?? given?.primary
  const fallback = place('Fallback') ?? given?.fallback
  const status = place('StatusCallback') ?? given?.status
  return { ...(primary && { primary }), ...(fallback && { fallback }), ...(status && { status }) }
}

/**
 * Fetches the document of a call that was answered and acts on it. What is said counts seconds, and after them the call ends;
 * a document that the simulator does not fetch leaves the call as it would have gone.
 */
async function talk(row: CallRow, project: Project, poster: Poster, webhooks: Webhooks, from: number): Promise<void> {
  const { primary, fallback } = webhooks
  const { timeline } = row
  const params = callParameters(row, project, 'in-progress')
  const reply = await poster.ask({ kind: 'action', sid: row.sid, params }, 'voice', primary, fallback)
  if ('message' in reply && reply.notCalled) return
  const caller = { voicemailSeconds: 10, digits: [] }
  const call = new VoiceCall(row, { project, poster, caller, fallback })
  if ('verbs' in reply) await followDocuments(reply, call)
  const now = project.calls.get(row.sid)
  // Somebody hung up, or deleted the call, while the document was acted on.
  if (now && now.timeline === timeline) {
    const steps = timeline.steps.filter(({ status }) => !isFinal(status))
    const end = { at: from + call.seconds * 1000, status: 'completed' as const }
    project.calls.replace({ ...now, timeline: { steps: [...steps, end], pinned: false } })
  }
  for (const report of call.afterwards) await report()
}

/** The whole call was recorded: its recording is complete when the call is over. */
function finishRecording(watched: Watched, { timeline }: CallRow, project: Project): void {
  if (!watched.recording) return
  const end = timeline.steps.at(-1)?.at ?? watched.recording.created
  const seconds = Math.max(0, Math.floor((end - watched.recording.created) / 1000))
  watched.recording = { ...watched.recording, seconds }
  if (seconds > 0) project.recordings.add(watched.recording)
}

async function reportRecording(
  { recording }: Watched,
  form: Form,
  project: Project,
  poster: Poster,
  status: 'in-progress' | 'completed' | 'absent',
): Promise<void> {
  const url = form.text('RecordingStatusCallback')
  const events = form.text('RecordingStatusCallbackEvent')?.split(' ') ?? ['completed']
  if (!recording || url === undefined || !events.includes(status)) return
  const params = recordingParameters(recording, project, status)
  const method = form.method('RecordingStatusCallbackMethod') ?? 'POST'
  await poster.report({ kind: 'recordingStatus', sid: recording.callSid, params }, { url, method })
}
