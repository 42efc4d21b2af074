import * as applications from './applications.js'
import * as calls from './call-operations.js'
import * as bins from './laml-bins.js'
import { lookUpNumber } from './lookup.js'
import * as media from './media-operations.js'
import * as messages from './message-operations.js'
import * as groups from './number-groups.js'
import * as numbers from './number-operations.js'
import type { Operation, Scope } from './operation.js'
import * as recordings from './recording-operations.js'
import * as relayNumbers from './relay-number-operations.js'
import type { ErrorShape, Reply } from './replies.js'

/** The two families of the API: they differ in paths, bodies and how they report errors. */
export type Family = 'laml' | 'relay'

/** One operation of the API. */
export interface Route {
  readonly method: string
  readonly pattern: readonly string[]
  readonly family: Family
  /** A token needs one of these; none named, none needed. */
  readonly scopes: readonly Scope[]
  /** The shape of a 400, where it is not the family's. */
  readonly badRequestShape: ErrorShape | undefined
  readonly handle: (operation: Operation) => Reply
}

const VOICE: readonly Scope[] = ['Voice']
const MESSAGING: readonly Scope[] = ['Messaging']
const NUMBERS: readonly Scope[] = ['Numbers']
const ANY_CHANNEL: readonly Scope[] = ['Voice', 'Messaging', 'Fax']

function route(
  line: string,
  family: Family,
  scopes: readonly Scope[],
  handle: Route['handle'],
  shape?: ErrorShape,
): Route {
  const [method = '', path = ''] = line.split(' ')
  const base = family === 'laml' ? ['api', 'laml', '2010-04-01', 'Accounts', ':AccountSid'] : ['api', 'relay', 'rest']
  return { method, pattern: [...base, ...path.split('/')], family, scopes, badRequestShape: shape, handle }
}

/** Every operation that the simulator has. */
const routes: readonly Route[] = [
  route('GET Calls', 'laml', VOICE, calls.listCalls),
  route('POST Calls', 'laml', VOICE, calls.createCall, 'laml-errors'),
  route('GET Calls/:Sid', 'laml', VOICE, calls.getCall),
  route('POST Calls/:Sid', 'laml', VOICE, calls.updateCall),
  route('DELETE Calls/:Sid', 'laml', VOICE, calls.deleteCall),
  route('GET Recordings', 'laml', VOICE, recordings.listRecordings),
  route('GET Recordings/:Sid', 'laml', VOICE, recordings.getRecording),
  route('DELETE Recordings/:Sid', 'laml', VOICE, recordings.deleteRecording),
  route('GET Messages', 'laml', MESSAGING, messages.listMessages),
  route('POST Messages', 'laml', MESSAGING, messages.createMessage),
  route('GET Messages/:Sid', 'laml', MESSAGING, messages.getMessage),
  route('POST Messages/:Sid', 'laml', MESSAGING, messages.updateMessage),
  route('DELETE Messages/:Sid', 'laml', MESSAGING, messages.deleteMessage),
  route('GET Messages/:MessageSid/Media', 'laml', MESSAGING, media.listMedia),
  route('GET Messages/:MessageSid/Media/:Sid', 'laml', MESSAGING, media.getMedia),
  route('DELETE Messages/:MessageSid/Media/:Sid', 'laml', MESSAGING, media.deleteMedia),
  route('GET IncomingPhoneNumbers', 'laml', NUMBERS, numbers.listIncomingPhoneNumbers),
  route('POST IncomingPhoneNumbers', 'laml', NUMBERS, numbers.createIncomingPhoneNumber),
  route('GET IncomingPhoneNumbers/:Sid', 'laml', NUMBERS, numbers.getIncomingPhoneNumber),
  route('POST IncomingPhoneNumbers/:Sid', 'laml', NUMBERS, numbers.updateIncomingPhoneNumber),
  route('DELETE IncomingPhoneNumbers/:Sid', 'laml', NUMBERS, numbers.deleteIncomingPhoneNumber),
  route('GET Applications', 'laml', ANY_CHANNEL, applications.listApplications),
  route('POST Applications', 'laml', ANY_CHANNEL, applications.createApplication),
  route('GET Applications/:Sid', 'laml', ANY_CHANNEL, applications.getApplication),
  route('POST Applications/:Sid', 'laml', ANY_CHANNEL, applications.updateApplication),
  route('DELETE Applications/:Sid', 'laml', ANY_CHANNEL, applications.deleteApplication),
  route('GET LamlBins', 'laml', ANY_CHANNEL, bins.listLamlBins),
  route('POST LamlBins', 'laml', ANY_CHANNEL, bins.createLamlBin),
  route('GET LamlBins/:Sid', 'laml', ANY_CHANNEL, bins.getLamlBin),
  route('POST LamlBins/:Sid', 'laml', ANY_CHANNEL, bins.updateLamlBin),
  route('DELETE LamlBins/:Sid', 'laml', ANY_CHANNEL, bins.deleteLamlBin),
  route('GET phone_numbers', 'relay', NUMBERS, relayNumbers.listPhoneNumbers),
  route('GET phone_numbers/:id', 'relay', NUMBERS, relayNumbers.getPhoneNumber),
  route('PUT phone_numbers/:id', 'relay', NUMBERS, relayNumbers.updatePhoneNumber),
  route('GET number_groups', 'relay', NUMBERS, groups.listNumberGroups),
  route('POST number_groups', 'relay', NUMBERS, groups.createNumberGroup),
  route('GET number_groups/:id', 'relay', NUMBERS, groups.getNumberGroup),
  route('PUT number_groups/:id', 'relay', NUMBERS, groups.updateNumberGroup),
  route('DELETE number_groups/:id', 'relay', NUMBERS, groups.deleteNumberGroup),
  route('GET number_groups/:groupId/number_group_memberships', 'relay', NUMBERS, groups.listMemberships),
  route('POST number_groups/:groupId/number_group_memberships', 'relay', NUMBERS, groups.createMembership),
  route('GET number_group_memberships/:id', 'relay', NUMBERS, groups.getMembership),
  route('DELETE number_group_memberships/:id', 'relay', NUMBERS, groups.deleteMembership),
  route('GET lookup/phone_number/:number', 'relay', [], lookUpNumber),
]

/** What a path leads to: the operation and its path parameters, or the methods that the path does have. */
export type Match =
  | { readonly route: Route; readonly parameters: Readonly<Record<string, string>> }
  | { readonly allowed: readonly string[] }

/** Finds the operation; LaML paths may end in `.json`. */
export function matchRoute(method: string, segments: readonly string[]): Match {
  const last = segments.at(-1) ?? ''
  const laml = segments[1] === 'laml'
  const plain = laml && last.endsWith('.json') ? [...segments.slice(0, -1), last.slice(0, -5)] : segments
  const allowed: string[] = []
  for (const candidate of routes) {
    const parameters = matchPattern(candidate.pattern, plain)
    if (!parameters) continue
    if (candidate.method === method) return { route: candidate, parameters }
    allowed.push(candidate.method)
  }
  return { allowed }
}

function matchPattern(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? ''
    if (part.startsWith(':')) parameters[part.slice(1)] = segment
    else if (part !== segment) return undefined
  }
  return parameters
}
