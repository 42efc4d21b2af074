/** One place where this app departs from the documentation of the product it implements. */
export interface Deviation {
  /**
   * - `added`: a field that the documentation does not have
   * - `moved`: a field that stands elsewhere in the form
   * - `corrected`: a text or a rule of the documentation that is wrong, against the API
   * - `completed`: something that the documentation's text has lost
   */
  readonly kind: 'added' | 'moved' | 'corrected' | 'completed'
  /** The module's id, or the connection's. */
  readonly module: string
  /** The fields by key; none where it is about the module as a whole. */
  readonly fields: readonly string[]
  readonly what: string
  readonly why: string
}

const added = (module: string, fields: readonly string[], why: string): Deviation => ({
  kind: 'added',
  module,
  fields,
  what: fields.length === 1 ? 'The field is added.' : 'The fields are added.',
  why,
})

const advancedOfCalls = [
  'machineDetectionSpeechThreshold',
  'machineDetectionSpeechEndThreshold',
  'machineDetectionSilenceTimeout',
  'machineWordsThreshold',
  'asyncAmd',
  'asyncAmdStatusCallback',
  'asyncAmdStatusCallbackMethod',
  'asyncAmdPartialResults',
  'recordingTrack',
  'maxPricePerMinute',
]

const underCallUrl = ['fallbackMethod', 'fallbackUrl', 'method']

const forCalls = (module: string): readonly Deviation[] => [
  added(module, advancedOfCalls, 'The API takes these for a call; they are shown among the advanced settings.'),
  {
    kind: 'corrected',
    module,
    fields: ['sendDigits'],
    what: 'It takes 1 to 32 of the characters 0-9 # * w W.',
    why: 'The documented pattern admits a single character, and not the longer pause W; the API takes up to 32.',
  },
  {
    kind: 'moved',
    module,
    fields: underCallUrl,
    what: 'They appear only where Call URL is chosen, in the documented order among themselves.',
    why: 'SignalWire ignores them for a call that an application handles.',
  },
  {
    kind: 'completed',
    module,
    fields: ['callIdentifier', ...underCallUrl],
    what: 'The options of Call Identifier and the ends of the sentences are ours.',
    why: 'The text of the documentation breaks off there. What the API takes decides.',
  },
  {
    kind: 'completed',
    module,
    fields: ['recordingStatusCallbackMethod', 'statusCallback', 'statusCallbackEvent', 'statusCallbackMethod'],
    what: 'The ends of the sentences, and the list of events, are ours.',
    why: 'The text of the documentation breaks off there; the events are those that the API names.',
  },
  {
    kind: 'completed',
    module,
    fields: ['machineDetection', 'recordingChannels', 'recordingStatusCallbackEvent', 'trim'],
    what: 'The options are those of the API.',
    why: 'The text of the documentation has lost its lists of options.',
  },
]

/** Every deviation, by module in the order in which hosts show them, the connection last. */
export const deviations: readonly Deviation[] = Object.freeze([
  added('watchNewCalls', ['webhookName'], 'Watch New Messages has it, and a host needs something to list the hook by.'),
  added('watchNewCalls', ['receiveAs'], 'It is a step of the documented set-up by hand, done by the app itself.'),
  added(
    'watchNewCalls',
    ['phoneNumbers'],
    'The app can point the numbers at the webhook, so nobody has to paste a URL.',
  ),
  added('watchNewCalls', ['reply'], 'SignalWire waits for a document that says what happens to the call.'),
  added('watchNewCalls', ['also'], 'One webhook can take call statuses, recordings and received faxes besides calls.'),
  added('watchCalls', ['limit'], 'Watch Messages has it; without it one run could return any number of calls.'),
  added('searchCalls', ['endTimeType'], 'The API can search before and after an end time, as it can for a start time.'),
  {
    kind: 'completed',
    module: 'searchCalls',
    fields: ['startTimeType', 'status'],
    what: 'The options are those of the API, named Started At, Started Before and Started After.',
    why: 'The text of the documentation has lost its lists of options.',
  },
  ...forCalls('createCall'),
  ...forCalls('updateCall'),
  added('updateCall', ['status'], 'It is the way in which the API hangs up or cancels a call.'),
  {
    kind: 'corrected',
    module: 'updateCall',
    fields: [],
    what: 'Fields that the API documents for new calls only are marked as such in their help.',
    why: 'The documentation lists every field of Create a Call, but an update has seven parameters in the API.',
  },
  added('watchNewMessages', ['phoneNumbers'], 'The app can point the numbers at the webhook itself.'),
  added('watchNewMessages', ['reply'], 'SignalWire waits for a document that says what the sender gets back.'),
  added('watchNewMessages', ['also'], 'One webhook can take the statuses of messages besides incoming ones.'),
  added('watchMessages', ['direction'], 'The list has messages of both directions, and most scenarios want one.'),
  {
    kind: 'corrected',
    module: 'searchMessages',
    fields: ['from'],
    what: 'It is explained as the number that the messages were sent from.',
    why: 'The documentation explains it as the receiver; the API filters the sender by it.',
  },
  {
    kind: 'completed',
    module: 'searchMessages',
    fields: ['dateSentType', 'status'],
    what: 'The options are those of the API, named Sent On, Sent Before and Sent After.',
    why: 'The text of the documentation has lost its lists of options.',
  },
  {
    kind: 'corrected',
    module: 'getMessage',
    fields: [],
    what: 'The module is called Get a Message.',
    why: 'The documentation says "Get a Messages", a slip: it gets one.',
  },
  added('createMessage', ['sendAsMms'], 'The API takes it; it is shown among the advanced settings.'),
  {
    kind: 'added',
    module: 'createMessage',
    fields: ['body'],
    what: 'The Body can be filled for Media URL too.',
    why: 'The API sends a text along with media; without it a picture could not have a caption.',
  },
  {
    kind: 'completed',
    module: 'createMessage',
    fields: ['contentType', 'mediaUrl', 'applicationSid', 'maxPrice', 'messagingServiceSid'],
    what: 'The options of Content Type and the ends of the sentences are ours.',
    why: 'The text of the documentation breaks off there. What the API takes decides.',
  },
  {
    kind: 'completed',
    module: 'makeApiCall',
    fields: ['url'],
    what: 'The end of the sentence and the example are ours.',
    why: 'The text of the documentation breaks off there.',
  },
  added('signalwire', ['signingKeys'], 'Without it nobody can tell a post of SignalWire from a forged one.'),
  added('signalwire', ['apiUrl'], 'It points the app at a simulator or a proxy.'),
])
