import { type RecordingRow, recordingUrl } from '../recordings.js'
import type { LamlNode } from './parse-laml.js'
import { methodOf, resolveUrl, wholeOf } from './verbs.js'
import type { Next, VoiceCall } from './voice-call.js'

const LONGEST = 3600
const SILENCE = 5

/**
 * Record. The caller leaves one voicemail and hangs up when asked for another. Then `action` is asked how to go on; without
 * one it is the current document again, as SignalWire documents, so that a document which greets first greets twice.
 */
export async function record(node: LamlNode, call: VoiceCall, base: string): Promise<Next> {
  const { attributes } = node
  const { row, project } = call
  if (!row) return 'end'
  if (attributes.playBeep !== 'false') call.heard.push('[tone]')
  if (call.recording) {
    call.note(node, { note: 'The caller hangs up.' })
    return 'end'
  }
  const trim = attributes.trim === 'do-not-trim' ? 'do-not-trim' : 'trim-silence'
  const longest = wholeOf(attributes.maxLength, LONGEST) || LONGEST
  const spoken = Math.min(call.caller.voicemailSeconds, longest)
  const kept = spoken > 0 ? spoken : trim === 'do-not-trim' ? wholeOf(attributes.timeout, SILENCE) : 0
  const recording: RecordingRow = {
    ...project.newRow(),
    callSid: row.sid,
    seconds: kept,
    channels: 1,
    source: 'RecordVerb',
    trim,
  }
  call.recording = recording
  call.seconds += spoken > 0 ? spoken : wholeOf(attributes.timeout, SILENCE)
  call.reportRecording(node, base, recording, 'in-progress')
  call.reportRecording(node, base, recording, kept > 0 ? 'completed' : 'absent')
  if (kept > 0) {
    project.recordings.add(recording)
    transcribe(node, call, base, recording)
  }
  call.note(node, { note: kept > 0 ? `The caller leaves ${kept} s.` : 'The caller says nothing.' })
  return call.goTo(attributes.action ?? base, attributes.method, base, [
    ...(kept > 0
      ? ([
          ['RecordingSid', recording.sid],
          ['RecordingUrl', recordingUrl(recording, project)],
        ] as const)
      : []),
    ['RecordingDuration', String(kept)],
  ])
}

function transcribe({ attributes }: LamlNode, call: VoiceCall, base: string, recording: RecordingRow): void {
  const { transcribeCallback = '' } = attributes
  const url = transcribeCallback === '' ? undefined : resolveUrl(transcribeCallback, base)
  if (attributes.transcribe !== 'true' || url === undefined) return
  const sid = call.project.random.uuid()
  const params = [
    ['TranscriptionSid', sid],
    ['TranscriptionText', 'This is what the simulated caller said.'],
    ['TranscriptionStatus', 'completed'],
    ['TranscriptionUrl', `${recordingUrl(recording, call.project)}/Transcriptions/${sid}`],
    ['RecordingSid', recording.sid],
    ['RecordingUrl', recordingUrl(recording, call.project)],
  ] as const
  const post = { kind: 'transcription', sid: recording.callSid, params } as const
  call.afterwards.push(() => call.poster.report(post, { url, method: methodOf('POST') }))
}
