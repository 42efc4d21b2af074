/**
 * What every fresh simulator contains. Numbers are the reserved ones (+12025550100 to +12025550199); ids and secrets are
 * made up and work nowhere else.
 */

/** Credentials of the default Space: its only project, with a token that carries every scope. */
export const simulatorCredentials = Object.freeze({
  spaceName: 'example',
  projectId: '5a9f0c3e-7b41-4d26-9e58-1c0d3f6a8b27',
  authToken: 'PT5d1c0ffee0c0de00simulator00only0000000000000000a',
  signingKeys: Object.freeze(['PSK_simulator_only_1f4b7c2d9a6e']),
})

/** Ids of the rows that the default project starts with. */
export const simulatorIds = Object.freeze({
  /** The application "Front desk". */
  application: '3d1e5b70-92c4-4f8a-8d36-7a5c0e9b1f42',
  /** The LaML bin "Greeting". */
  lamlBin: '8c2f6a14-0b5d-4e97-a3c8-6d4f1b7e9025',
  /** The number group "Campaign", which holds the main line; usable as MessagingServiceSid. */
  numberGroup: '6e4b9d83-1f72-4c05-b9ae-2d8c7f5a3016',
  mainNumber: 'b70c4e19-5a83-4d6f-9c21-8e3f7d0a6b51',
  supportNumber: 'c81d5f2a-6b94-4e70-8d32-9f408e1b7c62',
  faxNumber: 'd92e603b-7ca5-4f81-9e43-a0519f2c8d73',
  voiceNumber: 'ea3f714c-8db6-4092-af54-b162a03d9e84',
  agentNumber: 'fb40825d-9ec7-41a3-b065-c273b14eaf95',
})

/** The project's own numbers, and the caller ID it has verified. */
export const simulatorNumbers = Object.freeze({
  /** Voice, SMS, MMS. */
  main: '+12025550100',
  /** Voice, SMS, MMS. */
  support: '+12025550101',
  /** Receives faxes; no messages. */
  fax: '+12025550102',
  /** Voice only: a message from it is refused with 21601. */
  voiceOnly: '+12025550103',
  /** Voice and SMS; its calls go to an AI agent, which this API can read but not set. */
  agent: '+12025550104',
  /** Not owned but verified: calls may come from it, messages may not (21210). */
  verifiedCallerId: '+12025550110',
})

/** Destinations that end differently. Every other valid number answers a call, and receives a message. */
export const magicNumbers = Object.freeze({
  call: Object.freeze({
    busy: '+12025550181',
    /** Rings for the call's Timeout (default 60 s), then `no-answer`. */
    noAnswer: '+12025550182',
    failed: '+12025550183',
    staysQueued: '+12025550184',
    keepsRinging: '+12025550185',
    /** Answered by a machine: `answered_by` says so where MachineDetection was asked for. */
    machine: '+12025550186',
    /** In progress for an hour instead of a minute. */
    longCall: '+12025550187',
  }),
  message: Object.freeze({
    /** `undelivered` with error 30003. */
    undelivered: '+12025550191',
    /** `failed` with error 30008. */
    failed: '+12025550192',
    /** `undelivered` with error 30007, filtered by the carrier. */
    filtered: '+12025550193',
    staysQueued: '+12025550194',
    /** Ends at `sent`: no delivery receipt ever comes. */
    staysSent: '+12025550195',
    /** Refused on creation with 21610. */
    blocked: '+12025550196',
    /** Refused on creation with 21614. */
    landline: '+12025550197',
  }),
})
