/**
 * What the product's documentation lists: for each module its label and description, and the labels of its fields in its
 * order. `cut` marks fields whose text breaks off there or has lost its list of options.
 */
export interface DocumentedModule {
  readonly id: string
  readonly group: 'Calls' | 'Messages' | 'Other'
  readonly label: string
  readonly description: string
  readonly fields: readonly string[]
  readonly cut: readonly string[]
}

const callFields = [
  'Call Identifier',
  'Application SID',
  'Call URL',
  'From',
  'To',
  'Caller ID',
  'Fallback Method',
  'Fallback URL',
  'Machine Detection',
  'Machine Detection Timeout',
  'Method',
  'Record',
  'Recording Channels',
  'Recording Status Callback',
  'Recording Status Callback Event',
  'Recording Status Callback Method',
  'SIP Auth Username',
  'SIP Auth Password',
  'Send Digits',
  'Status Callback',
  'Status Callback Event',
  'Status Callback Method',
  'Timeout',
  'Trim',
]

const cutCallFields = [
  'Call Identifier',
  'Fallback Method',
  'Fallback URL',
  'Machine Detection',
  'Method',
  'Recording Channels',
  'Recording Status Callback Event',
  'Recording Status Callback Method',
  'Status Callback',
  'Status Callback Event',
  'Status Callback Method',
  'Trim',
]

const entry = (
  group: DocumentedModule['group'],
  id: string,
  label: string,
  description: string,
  fields: readonly string[] = [],
  cut: readonly string[] = [],
): DocumentedModule => ({ group, id, label, description, fields, cut })

/** The modules in the documentation's order. */
export const documentedModules: readonly DocumentedModule[] = [
  entry('Calls', 'watchNewCalls', 'Watch New Calls', 'Triggers when a new call comes in.'),
  entry('Calls', 'watchCalls', 'Watch Calls', 'Triggers when a new call is created.'),
  entry(
    'Calls',
    'searchCalls',
    'Search Calls',
    'Searches for calls or lists them all.',
    ['Start Time Type', 'Start Time', 'End Time', 'From', 'To', 'Parent Call SID', 'Status', 'Limit'],
    ['Start Time Type', 'Status'],
  ),
  entry('Calls', 'getCall', 'Get a Call', 'Gets a call by ID.', ['Call SID']),
  entry('Calls', 'createCall', 'Create a Call', 'Creates a new call.', callFields, cutCallFields),
  entry('Calls', 'updateCall', 'Update a Call', 'Updates a call by ID.', ['Call SID', ...callFields], cutCallFields),
  entry('Calls', 'deleteCall', 'Delete a Call', 'Deletes a call by ID.', ['Call SID']),
  entry('Messages', 'watchNewMessages', 'Watch New Messages', 'Triggers when a new message comes in.', [
    'Webhook Name',
  ]),
  entry('Messages', 'watchMessages', 'Watch Messages', 'Triggers when a new message arrives.', ['Limit']),
  entry(
    'Messages',
    'searchMessages',
    'Search Messages',
    'Searches for messages or lists them all.',
    ['Date Sent Type', 'Date Sent', 'From', 'To', 'Status', 'Limit'],
    ['Date Sent Type', 'Status'],
  ),
  entry('Messages', 'getMessage', 'Get a Messages', 'Gets a message by ID.', ['Message SID']),
  entry(
    'Messages',
    'createMessage',
    'Create a Message',
    'Creates a new message.',
    [
      'To',
      'From',
      'Content Type',
      'Body',
      'Media URL',
      'Application SID',
      'Max Price',
      'Status Callback',
      'Validity Period',
      'Message Service SID',
    ],
    ['Content Type', 'Media URL', 'Application SID', 'Max Price', 'Message Service SID'],
  ),
  entry('Messages', 'clearMessage', 'Clear a Message', 'Clears the body of the existing message.', ['Message SID']),
  entry('Messages', 'deleteMessage', 'Delete a Message', 'Deletes a message by ID.', ['Message SID']),
  entry(
    'Other',
    'makeApiCall',
    'Make an API Call',
    'Performs an arbitrary authorized API call.',
    ['URL', 'Method', 'Headers', 'Query String', 'Body'],
    ['URL'],
  ),
]

/** The fields of the dialog that creates a connection. */
export const documentedConnection = ['Connection name', 'Space Name', 'Project ID', 'Auth Token']

/** Which of them hosts ask for themselves, before they show the app's own. */
export const connectionFieldsOfTheHost = ['Connection name']
