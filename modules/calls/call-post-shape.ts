import { value } from '../../src/core/shape.js'

const parameter = (label: string) => value.text(label, { optional: true })

/**
 * The parameters of a call's, a recording's or a fax's post (Compatibility API, "cXML voice", "fax" and the webhooks of
 * Calls and Recordings). Every value is a text, and which of them a post has depends on its event.
 */
export const callPostShape = {
  CallSid: parameter('Call SID'),
  AccountSid: value.text('Account SID'),
  ApiVersion: parameter('API Version'),
  CallStatus: value.text('Call Status', {
    optional: true,
    known: {
      queued: 'Queued',
      initiated: 'Initiated',
      ringing: 'Ringing',
      'in-progress': 'In Progress',
      canceled: 'Canceled',
      completed: 'Completed',
      busy: 'Busy',
      failed: 'Failed',
      'no-answer': 'No Answer',
    },
  }),
  Direction: value.text('Direction', {
    optional: true,
    known: { inbound: 'Inbound', 'outbound-api': 'Outbound by the API', 'outbound-dial': 'Outbound by Dial' },
  }),
  From: parameter('From'),
  To: parameter('To'),
  ParentCallSid: parameter('Parent Call SID'),
  CallDuration: parameter('Call Duration'),
  CallerName: parameter('Caller Name'),
  ForwardedFrom: parameter('Forwarded From'),
  HangupBy: parameter('Hung Up By'),
  HangupDirection: parameter('Hang-up Direction'),
  SipResultCode: parameter('SIP Result Code'),
  SipInviteResultPhrase: parameter('SIP Invite Result Phrase'),
  CallbackSource: parameter('Callback Source'),
  SequenceNumber: parameter('Sequence Number'),
  Timestamp: value.date('Timestamp', { codec: 'rfc2822', optional: true }),
  RecordingSid: parameter('Recording SID'),
  RecordingUrl: parameter('Recording URL'),
  RecordingStatus: value.text('Recording Status', {
    optional: true,
    known: { 'in-progress': 'In Progress', completed: 'Completed', absent: 'Absent', failed: 'Failed' },
  }),
  RecordingDuration: parameter('Recording Duration'),
  RecordingChannels: parameter('Recording Channels'),
  RecordingSource: parameter('Recording Source'),
  AudioInMos: parameter('Audio In MOS'),
  AudioInAveragePtime: parameter('Audio In Average Packet Time'),
  AudioInDtmfPacketCount: parameter('Audio In DTMF Packet Count'),
  AudioInFlushPacketCount: parameter('Audio In Flush Packet Count'),
  AudioInJitterMaxVariance: parameter('Audio In Jitter Maximum Variance'),
  AudioInJitterMinVariance: parameter('Audio In Jitter Minimum Variance'),
  AudioInLargestJbSize: parameter('Audio In Largest Jitter Buffer Size'),
  AudioInMediaPacketCount: parameter('Audio In Media Packet Count'),
  AudioInSkipPacketCount: parameter('Audio In Skip Packet Count'),
  AudioOutDtmfPacketCount: parameter('Audio Out DTMF Packet Count'),
  AudioOutMediaPacketCount: parameter('Audio Out Media Packet Count'),
  FaxSid: parameter('Fax SID'),
  FaxStatus: parameter('Fax Status'),
  MediaSid: parameter('Media SID'),
  MediaUrl: parameter('Media URL'),
  OriginalMediaUrl: parameter('Original Media URL'),
  NumPages: parameter('Number of Pages'),
  RemoteStationId: parameter('Remote Station ID'),
  ErrorCode: parameter('Error Code'),
  ErrorMessage: parameter('Error Message'),
} as const

/** An incoming call, with reserved numbers. */
export const callPostSample = {
  CallSid: 'c1e08b6d-2f4a-4d7c-b5a9-70d3e9f16b82',
  AccountSid: '6f2d1c7a-58b3-4e9d-a0c4-91e7b35d2f68',
  ApiVersion: '2010-04-01',
  CallStatus: 'ringing',
  Direction: 'inbound',
  From: '+12025550142',
  To: '+12025550101',
} as const
