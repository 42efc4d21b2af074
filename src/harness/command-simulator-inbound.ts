import { type Command, Option } from 'commander'
import { checkApiUrl, isLoopback } from '../runtime/api-url.js'
import type { FaxReport, RingReport, SignatureChoice, TextReport, WebhookAttempt } from '../simulator/index.js'
import { failed, QuietEnd, wrongUsage } from './command-error.js'
import { variables } from './connection-flags.js'
import { printableLine } from './printable.js'
import { withJson } from './program.js'
import type { OutputFlags, Session } from './session.js'

/** Where the simulator listens unless it was told otherwise. */
export const defaultPort = 4010

const signatures: readonly SignatureChoice[] = ['right', 'none', 'wrongKey']

interface InboundFlags extends OutputFlags {
  readonly apiUrl?: string | undefined
  readonly to: string
  readonly from?: string | undefined
  readonly signature?: string | undefined
  readonly repeat?: boolean | undefined
  readonly body?: string | undefined
  readonly mediaUrl?: readonly string[] | undefined
  readonly voicemailSeconds?: string | undefined
  readonly digits?: readonly string[] | undefined
  readonly pages?: string | undefined
}

type InboundReport = RingReport | TextReport | FaxReport

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

/** `simulator ring | text | fax`: let something come in on a number of a simulator that runs already. */
export function defineInbound(simulator: Command, session: Session): void {
  // Without this, the options that both have, such as --json, would be the simulator's.
  for (const command of [simulator.parent, simulator]) command?.enablePositionalOptions()
  const ring = simulator
    .command('ring')
    .description('Let a call come in on a number of a running simulator, and show what the caller heard')
    .option('--voicemail-seconds <n>', 'How long the voicemail is that the caller leaves; 0 for silence. Default: 10.')
    .option('--digits <keys>', 'What the caller presses when asked. Can be given several times, in order.', collect)
  const text = simulator
    .command('text')
    .description('Let a message come in on a number of a running simulator, and show what was sent back')
    .option('--body <text>', 'The text of the message')
    .option('--media-url <url>', 'A medium that comes with it. Can be given several times.', collect)
  const fax = simulator
    .command('fax')
    .description('Let a fax come in on a number of a running simulator')
    .option('--pages <n>', 'How many pages it has. Default: 1.')
  for (const command of [ring, text, fax]) {
    command
      .requiredOption('--to <number>', 'A number of the simulated project, such as +12025550100')
      .option('--from <number>', 'Who calls or writes. Default: +12025550150.')
      .addOption(
        new Option('--signature <which>', 'How webhooks are signed: right, none, or with the wrong key').choices(
          signatures,
        ),
      )
      .option('--repeat', 'Send every post to a webhook twice')
      .option('--api-url <url>', `Where the simulator is. Or set ${variables.apiUrl}. Default: ${defaultUrl}.`)
      .addHelpText('after', '\nExit code 1 where the webhooks did not do what they should have.')
    withJson(command)
    command.action((flags: InboundFlags) => comeIn(command.name(), flags, session))
  }
}

const defaultUrl = `http://127.0.0.1:${defaultPort}`

async function comeIn(what: string, flags: InboundFlags, session: Session): Promise<void> {
  const { io, terminal } = session
  const url = simulatorUrl(flags.apiUrl ?? io.env[variables.apiUrl] ?? defaultUrl)
  const { to, from, signature, repeat, body, mediaUrl: mediaUrls, digits } = flags
  const voicemailSeconds = whole('--voicemail-seconds', flags.voicemailSeconds)
  const pages = whole('--pages', flags.pages)
  const asked = { to, from, signature, repeat, body, mediaUrls, voicemailSeconds, digits, pages }
  const report = await ask(url, what, asked, io.signal)
  if (flags.json) await terminal.printJson(report)
  else await terminal.print(told(report).map(printableLine).join('\n'))
  if (report.problem !== undefined) throw new QuietEnd(1)
}

function simulatorUrl(given: string): string {
  if (URL.canParse(given) && !isLoopback(given))
    throw wrongUsage(`${printableLine(given)} is not on this computer, and a simulator always is.`)
  return checkApiUrl(given, undefined)
}

function whole(flag: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  if (!/^\d{1,4}$/.test(given)) throw wrongUsage(`${flag} must be a whole number; ${JSON.stringify(given)} is not.`)
  return Number(given)
}

/** Asks the simulator's control page; only loopback is ever asked, and no credentials are sent. */
async function ask(url: string, what: string, body: unknown, signal: AbortSignal): Promise<InboundReport> {
  const start = 'Start one: signalwire-connector simulator'
  const noSimulator = (why: string) => failed('no_simulator', `There is no simulator at ${url}: ${why}. ${start}`)
  let status: number
  let reply: unknown
  try {
    const response = await fetch(new URL(`/_simulator/${what}`, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal,
    })
    status = response.status
    reply = await response.json().catch(() => undefined)
  } catch {
    signal.throwIfAborted()
    throw noSimulator('nothing answers there')
  }
  const { error, attempts } = (reply ?? {}) as { readonly error?: unknown; readonly attempts?: unknown }
  if (status === 200 && Array.isArray(attempts)) return reply as InboundReport
  if (status !== 422 || typeof error !== 'string') throw noSimulator(`it answered with the status ${status}`)
  throw failed('refused_by_simulator', `The simulator refused it: ${error}`)
}

/** What happened, a line each. */
function told(report: InboundReport): readonly string[] {
  const lines = [subject(report), ...report.attempts.map(attemptLine)]
  if (report.attempts.length === 0) lines.push('  No webhook was called.')
  if ('heard' in report)
    lines.push(
      ...(report.heard.length > 0
        ? ['The caller heard:', ...report.heard.map((one) => `  ${one}`)]
        : ['The caller heard nothing.']),
    )
  if ('replies' in report)
    lines.push(
      ...(report.replies.length > 0
        ? ['Sent back:', ...report.replies.map(({ to, body }) => `  to ${to}: ${body}`)]
        : ['Nothing was sent back.']),
    )
  if (report.problem !== undefined) lines.push(`It did not go as it should have: ${report.problem}`)
  return lines
}

function subject(report: InboundReport): string {
  if ('call' in report) {
    const { sid, from, to, status, duration } = report.call
    return `The call ${sid} from ${from} to ${to} is ${status}, after ${duration} seconds.`
  }
  if ('message' in report) {
    const { sid, from, to, body } = report.message
    return `The message ${sid} came from ${from} to ${to}: ${body}`
  }
  const { sid, from, to, status } = report.fax
  return `The fax ${sid} from ${from} to ${to} is ${status}.`
}

function attemptLine({ kind, method, url, status, ms, attempt, fallback, repeat, called, error }: WebhookAttempt) {
  const notes = [
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
    ...(fallback ? ['the fallback URL'] : []),
    ...(repeat ? ['the same again'] : []),
  ]
  const which = notes.length > 0 ? ` (${notes.join(', ')})` : ''
  const came = called ? `${status ?? 'no answer'} after ${ms} ms` : 'not called'
  const why = error ? `. ${error.message}${error.code === null ? '' : ` (error ${error.code})`}` : ''
  return `  ${kind}${which}: ${method} ${url} -> ${came}${why}`
}
