import { renderCall } from './calls.js'
import { errorCodes } from './error-codes.js'
import type { FaultRule, Faults } from './faults.js'
import type { FaxOptions, RingOptions, TextOptions } from './inbound-options.js'
import { renderMessage } from './messages.js'
import { relayNumber } from './numbers.js'
import type { Phones } from './phones.js'
import type { Project } from './project.js'
import { html, json, noContent, type Reply } from './replies.js'
import type { SimulatorRequest } from './request.js'
import type { RequestLog } from './request-log.js'
import {
  addCall,
  addMessage,
  addNumber,
  type CallOverrides,
  type MessageOverrides,
  type NumberOverrides,
} from './rows.js'
import { isLoopbackHost } from './spaces.js'
import { magicNumbers, simulatorIds, simulatorNumbers } from './well-known.js'

/** What the control pages can see and change. */
export interface Controlled {
  readonly project: Project
  readonly phones: Phones
  readonly faults: Faults
  readonly log: RequestLog
  readonly spaceNames: readonly string[]
}

/** Whether a request may be for these pages; every other one is the API's. */
export function isControl({ path, segments }: SimulatorRequest): boolean {
  return path === '/' || segments[0] === '_simulator'
}

/**
 * Answers `/` and `/_simulator/...`, the pages for people and scripts on this machine; undefined for every other path.
 * Pages on the web must not reach them through a browser: only loopback hosts are served, changes need a JSON content type
 * (or DELETE), and a request that carries an Origin is refused.
 */
export async function answerControl(request: SimulatorRequest, controlled: Controlled): Promise<Reply | undefined> {
  const [first, name, ...rest] = request.segments
  const root = request.path === '/'
  if (!root && first !== '_simulator') return undefined
  if (!isLoopbackHost(request.headers.host)) return root ? undefined : problem(403, 'Use 127.0.0.1 or localhost here.')
  if (root) return request.method === 'GET' ? page(controlled) : problem(405, 'Use GET here.')
  if (request.headers.origin !== undefined) return problem(403, 'Web pages may not use this address.')
  if (rest.length > 0) return problem(404, 'There is no such page.')
  try {
    return await controlReply(request, name, controlled)
  } catch (error) {
    if (error instanceof TypeError) return problem(422, error.message)
    throw error
  }
}

async function controlReply(
  request: SimulatorRequest,
  name: string | undefined,
  controlled: Controlled,
): Promise<Reply> {
  const { faults, log, project, phones } = controlled
  switch (`${request.method} ${name ?? ''}`) {
    case 'GET ':
      return json(200, summary(controlled))
    case 'GET requests':
      return json(200, log.list())
    case 'DELETE requests':
      log.clear()
      return noContent
    case 'GET faults':
      return json(200, faults.list())
    case 'POST faults':
      faults.add(sentObject(request) as FaultRule)
      return json(201, faults.list())
    case 'DELETE faults':
      faults.clear()
      return noContent
    case 'GET posts':
      return json(200, phones.log.list())
    case 'DELETE posts':
      phones.log.clear()
      return noContent
    case 'POST ring':
      return json(200, await phones.ring(sentObject(request) as unknown as RingOptions))
    case 'POST text':
      return json(200, await phones.text(sentObject(request) as unknown as TextOptions))
    case 'POST fax':
      return json(200, await phones.fax(sentObject(request) as unknown as FaxOptions))
    case 'POST deliver':
      sentObject(request)
      return json(200, await phones.deliver())
    case 'GET error-codes':
      return json(200, errorCodes)
    case 'POST calls':
      return rendered(
        renderCall(addCall(project, sentObject(request) as CallOverrides), project, project.clock.now(), ''),
      )
    case 'POST messages':
      return rendered(
        renderMessage(addMessage(project, sentObject(request) as MessageOverrides), project, project.clock.now(), ''),
      )
    case 'POST numbers':
      return json(201, relayNumber(addNumber(project, sentObject(request) as unknown as NumberOverrides)))
    default:
      return problem(404, 'There is no such page. See /_simulator.')
  }
}

function rendered(text: string): Reply {
  return json(201, JSON.parse(text))
}

function sentObject({ body }: SimulatorRequest): Readonly<Record<string, unknown>> {
  if (body.kind !== 'json' || typeof body.value !== 'object' || body.value === null || Array.isArray(body.value)) {
    throw new TypeError('Send a JSON object with the content type application/json.')
  }
  return body.value as Readonly<Record<string, unknown>>
}

function problem(status: number, message: string): Reply {
  return json(status, { error: message })
}

function summary({ project, spaceNames, faults, log, phones }: Controlled) {
  return {
    what: 'A simulator of a SignalWire Space. It is not SignalWire: nothing here calls, sends or costs anything.',
    spaces: spaceNames,
    project: project.id,
    rows: {
      calls: project.calls.size,
      messages: project.messages.size,
      numbers: project.numbers.size,
      applications: project.applications.size,
      lamlBins: project.lamlBins.size,
      numberGroups: project.numberGroups.size,
      recordings: project.recordings.size,
    },
    faults: faults.list().length,
    requests: log.list().length,
    posts: phones.log.list().length,
    numbers: simulatorNumbers,
    magicNumbers,
    ids: simulatorIds,
    pages: [
      'GET /_simulator/requests',
      'DELETE /_simulator/requests',
      'GET /_simulator/faults',
      'POST /_simulator/faults',
      'DELETE /_simulator/faults',
      'POST /_simulator/ring',
      'POST /_simulator/text',
      'POST /_simulator/fax',
      'POST /_simulator/deliver',
      'GET /_simulator/posts',
      'DELETE /_simulator/posts',
      'GET /_simulator/error-codes',
      'POST /_simulator/calls',
      'POST /_simulator/messages',
      'POST /_simulator/numbers',
    ],
  }
}

function page(controlled: Controlled): Reply {
  const { rows, spaces, project, pages } = summary(controlled)
  const items = Object.entries(rows).map(([name, count]) => `<li>${name}: ${count}</li>`)
  const links = pages.map((line) => `<li><code>${line}</code></li>`)
  return html(
    200,
    'SignalWire simulator',
    `<p>This is a simulator, not SignalWire: nothing here calls, sends or costs anything, and everything is lost when it stops.</p>
<p>Spaces: ${spaces.map(escapeHtml).join(', ')}. Project: ${escapeHtml(project)}.</p>
<ul>${items.join('')}</ul>
<p>The API is under <code>/api</code> (the first Space) and <code>/spaces/&lt;name&gt;/api</code>. Numbers, ids and settings: <a href="/_simulator">/_simulator</a>.</p>
<ul>${links.join('')}</ul>`,
  )
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
