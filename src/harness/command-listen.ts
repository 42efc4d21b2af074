import type { Command } from 'commander'
import { type ConnectionKeys, createReceiver, type Listening } from '../../webhooks/receiver.js'
import { deliver, eventBundles } from '../delivery/index.js'
import { type HookSetup, listHooks, stepsOf } from '../hooks/index.js'
import type { Ledger } from '../ledger/port.js'
import { wrongUsage } from './command-error.js'
import { variables } from './connection-flags.js'
import { allModules } from './find-module.js'
import { chosenConsumer, forwardSecretVariable } from './listen-consumer.js'
import { printableJson, printableLine } from './printable.js'
import { withJson } from './program.js'
import type { OutputFlags, Session } from './session.js'
import { signingKeys } from './signing-keys.js'
import { triggerOf } from './stored-hooks.js'
import { withLedger } from './with-ledger.js'

const defaultPort = 4020
const hour = 60 * 60 * 1000

interface ListenFlags extends OutputFlags {
  readonly port: string
  readonly managementPort?: string | undefined
  readonly publicUrl?: string | undefined
  readonly forwardTo?: string | undefined
  readonly allowUnsigned?: boolean | undefined
  readonly trustProxy?: readonly string[] | undefined
}

/** `listen`: receives and delivers until Ctrl-C. */
export function defineListen(command: Command, session: Session): void {
  command
    .description(
      'Receive the webhooks of SignalWire, store every post, answer it, and deliver what it starts: one JSON line for each bundle on the standard output, or signed posts to a URL.',
    )
    .option(
      '--port <port>',
      'The port on 127.0.0.1 for SignalWire, behind a proxy or a tunnel; 0 takes any free one',
      String(defaultPort),
    )
    .option(
      '--management-port <port>',
      'The port on 127.0.0.1 for /healthz, /readyz and /metrics, which have no place behind the public URL. Default: the port after --port.',
    )
    .option(
      '--public-url <url>',
      'Where SignalWire reaches the receiver, such as https://hooks.example.com. Default: where the hooks say.',
    )
    .option(
      '--forward-to <url>',
      `Post the bundles to this URL, signed per Standard Webhooks, instead of printing them. The secret is in ${forwardSecretVariable}, or is made and shown once.`,
    )
    .option(
      '--allow-unsigned',
      'Take posts of connections without a signing key: anybody can then start their scenarios',
    )
    .option(
      '--trust-proxy <address>',
      'Believe the X-Forwarded headers of this address, of a range such as 10.0.0.0/8, or of loopback. May be given several times.',
      (one: string, before: readonly string[] | undefined) => [...(before ?? []), one],
    )
    .addHelpText(
      'after',
      `\nSigning keys come from the stored connections and from ${variables.signingKeys}. Hooks: signalwire-connector hooks add`,
    )
  withJson(command)
  command.action((flags: ListenFlags) => withLedger(session, (ledger) => listen(ledger, flags, session)))
}

async function listen(ledger: Ledger, flags: ListenFlags, session: Session): Promise<void> {
  const { io, terminal } = session
  const port = portOf('--port', flags.port)
  const managementPort =
    flags.managementPort === undefined ? (port === 0 ? 0 : port + 1) : portOf('--management-port', flags.managementPort)
  const [hooks, connections] = await Promise.all([listHooks(ledger), signingKeys(session)])
  const note = (entry: Readonly<Record<string, unknown>>): void =>
    void terminal
      .note(JSON.stringify({ time: new Date(io.clock.now()).toISOString(), ...entry }))
      .catch(() => undefined)
  const receiver = createReceiver({
    ledger,
    modules: allModules,
    publicUrl: flags.publicUrl ?? publicUrlOf(hooks),
    connections,
    allowUnsigned: flags.allowUnsigned,
    trustProxies: flags.trustProxy,
    clock: io.clock,
    log: (entry) => note({ ...entry }),
  })
  const chosen = await chosenConsumer(flags.forwardTo, ledger, session)
  try {
    const listening = await receiver.listen({ port, management: { port: managementPort } })
    try {
      await welcome(listening, hooks, connections, flags, session)
      await receiveAndDeliver(ledger, { ...chosen, holder: `listen:${new URL(listening.url).port}` }, note, session)
    } finally {
      await listening.close()
    }
  } finally {
    chosen.close()
  }
}

/** Delivers until the user ends it; a deliverer that cannot go on ends the command. */
async function receiveAndDeliver(
  ledger: Ledger,
  { name, consumer, holder }: Awaited<ReturnType<typeof chosenConsumer>> & { readonly holder: string },
  note: (entry: Readonly<Record<string, unknown>>) => void,
  { io }: Session,
): Promise<void> {
  const deliverer = deliver({
    ledger,
    subscriptions: async () => (await ledger.hooks.list()).map(({ id }) => ({ hook: id, consumer: name })),
    bundlesOf: eventBundles(allModules),
    consumer,
    // The port is ours alone, so a process that was killed is followed by one of the same name.
    holder,
    clock: io.clock,
    report: (report) => {
      if (['deferred', 'buried', 'ledgerFailed', 'stopped'].includes(report.kind)) {
        const { kind, subscription, ...rest } = report
        note({ level: 'warn', event: kind, ...rest, ...(subscription && { hook: subscription.hook.slice(0, 6) }) })
      }
    },
  })
  const ended = new AbortController()
  const housekeeping = retainEveryHour(ledger, ended.signal, note, io.clock)
  try {
    await Promise.race([interrupted(io.signal), deliverer.done])
  } finally {
    ended.abort()
    await deliverer.stop()
    await housekeeping
  }
}

const interrupted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

async function retainEveryHour(
  ledger: Ledger,
  ended: AbortSignal,
  note: (entry: Readonly<Record<string, unknown>>) => void,
  clock: Session['io']['clock'],
): Promise<void> {
  while (!ended.aborted) {
    await clock.sleep(hour, ended).catch(() => undefined)
    if (ended.aborted) return
    await ledger.retain().catch((thrown: unknown) => {
      note({ level: 'error', event: 'retain', message: thrown instanceof Error ? thrown.message : 'It failed.' })
    })
  }
}

function portOf(flag: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535)) throw wrongUsage(`${flag} must be a number from 0 to 65535; ${text} is not.`)
  return port
}

/** Where the hooks say that SignalWire reaches us. Before there is one, a guess would refuse the posts of every later hook. */
function publicUrlOf(hooks: readonly HookSetup[]): string {
  const [first, ...others] = new Set(hooks.map(({ publicUrl }) => publicUrl))
  if (others.length > 0)
    throw wrongUsage('The hooks were added with different public URLs. Give the one to use with --public-url.')
  if (first !== undefined) return first
  throw wrongUsage(
    'Give --public-url: no hook says yet where SignalWire reaches the receiver, such as https://hooks.example.com, or http://127.0.0.1:4020 for a simulator.',
  )
}

async function welcome(
  { url, managementUrl }: Listening,
  hooks: readonly HookSetup[],
  connections: Readonly<Record<string, ConnectionKeys>>,
  flags: ListenFlags,
  { terminal }: Session,
): Promise<void> {
  const shown = hooks.flatMap((hook) => {
    const module = triggerOf(hook.module)
    return module ? [{ id: hook.id, name: hook.name, module: hook.module, steps: stepsOf(module, hook) }] : []
  })
  const unverified = hooks.filter(({ connection }) => !connections[connection]?.signingKeys.length)
  const warnings = unverified.map(
    ({ name, connection }) =>
      `warning: the connection ${connection} of the hook ${printableLine(name)} has no signing key, so ${
        flags.allowUnsigned ? 'anybody can start its scenario' : 'all of its posts are refused'
      }.`,
  )
  const other = hooks.filter(({ publicUrl }) => flags.publicUrl !== undefined && publicUrl !== flags.publicUrl)
  warnings.push(
    ...other.map(({ name, publicUrl }) => `warning: the hook ${printableLine(name)} was added for ${publicUrl}.`),
  )
  if (warnings.length > 0) await terminal.note(warnings.join('\n'))
  if (flags.json) {
    // One line, as the bundles after it are; JSON has line breaks between values only.
    const json = printableJson({ listening: { url, managementUrl, hooks: shown } })
    return terminal.print(json.replace(/\n\s*/g, ' '))
  }
  await terminal.note(
    [
      `Listening at ${url}. Health, readiness and metrics: ${managementUrl}`,
      ...(shown.length === 0
        ? ['There is no hook yet. Add one with: signalwire-connector hooks add watchNewCalls']
        : []),
      ...shown.flatMap(({ id, name, steps }) => [
        '',
        `${printableLine(name)}: point numbers at it with signalwire-connector hooks attach ${id}, or by hand:`,
        ...steps.map((step, index) => `  ${index + 1}. ${printableLine(step)}`),
      ]),
      '',
      'Ctrl-C ends it once everything under way is answered.',
    ].join('\n'),
  )
}
