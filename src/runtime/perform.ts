import type { Context, Perform } from '../core/context.js'
import { ConnectorError } from '../core/errors.js'
import type { ActionModule, SearchModule, TriggerModule } from '../core/module.js'
import { decodeOutput } from '../core/shape.js'
import { prepareArbitraryRequest } from './arbitrary-request.js'
import { findCreated } from './find-again.js'
import { pageSizePair, pages } from './pages.js'
import { type ParsedInput, parseInput } from './parse.js'
import { poll } from './poll.js'
import { prepareRequest } from './prepare-request.js'
import { readBody, readObject } from './read-reply.js'
import { outcomeUnknown, type Sender, send } from './send.js'

const parse = (module: ActionModule | SearchModule | TriggerModule, input: unknown, context: Context): ParsedInput =>
  parseInput(module, input, { timeZone: context.timeZone ?? 'UTC' })

/** Makes descriptors run against one project of one Space. */
export function createPerform(sender: Sender, projectId: string): Perform {
  return {
    async action(module, input, context) {
      const parsed = parse(module, input, context)
      return module.request.kind === 'arbitrary'
        ? runArbitrary(sender, module, module.request, parsed, context)
        : runAction(sender, module, module.request, parsed, projectId, context)
    },
    async *search(module, input, context) {
      const parsed = parse(module, input, context)
      const { request } = module.listing
      const limit = Number(parsed.values.limit)
      const first = prepareRequest(request, parsed, projectId, [pageSizePair(request.api)])
      let count = 0
      for await (const rows of pages(sender, module.listing, first, {
        doing: module.label,
        signal: context.signal,
        limit,
      })) {
        for (const row of rows) {
          yield decodeOutput(module.output, row)
          count += 1
          if (count >= limit) return
        }
      }
    },
    async trigger(module, input, context) {
      return poll(sender, module, parse(module, input, context), projectId, context)
    },
  }
}

type RequestOf<K extends ActionModule['request']['kind']> = Extract<ActionModule['request'], { readonly kind: K }>

async function runAction(
  sender: Sender,
  module: ActionModule,
  request: RequestOf<'api'>,
  parsed: ParsedInput,
  projectId: string,
  context: Context,
): Promise<unknown> {
  const sentAt = sender.clock.now()
  const { label: doing, idempotent } = module
  const { signal } = context
  const echoed = () =>
    Object.fromEntries(Object.entries(module.echo ?? {}).map(([key, field]) => [key, parsed.values[field]]))
  try {
    const reply = await send(sender, prepareRequest(request, parsed, projectId), {
      doing,
      idempotent,
      deletes: module.effect === 'delete',
      signal,
    })
    if (module.echo) return echoed()
    if (!reply) return undefined
    return decodeOutput(
      module.output,
      readResult(() => readObject(reply, doing), module),
    )
  } catch (thrown) {
    const lost = thrown instanceof ConnectorError && thrown.code === 'outcome_unknown' ? thrown : undefined
    if (!lost || !module.findAgain || !context.reconcile) throw thrown
    const row = await findCreated(sender, module.findAgain, projectId, {
      doing,
      input: parsed,
      sentAt,
      failure: lost,
      signal,
    })
    return decodeOutput(module.output, row)
  }
}

/** A create that was accepted, but whose reply cannot be read, has happened: only what it made is not known. */
function readResult(
  read: () => Readonly<Record<string, unknown>>,
  module: ActionModule,
): Readonly<Record<string, unknown>> {
  try {
    return read()
  } catch (thrown) {
    if (module.idempotent || !(thrown instanceof ConnectorError)) throw thrown
    throw outcomeUnknown(module.label, 'SignalWire accepted it with a reply that cannot be read', thrown.status)
  }
}

async function runArbitrary(
  sender: Sender,
  module: ActionModule,
  request: RequestOf<'arbitrary'>,
  parsed: ParsedInput,
  context: Context,
): Promise<unknown> {
  const prepared = prepareArbitraryRequest(request, parsed, module.label)
  const reply = await send(sender, prepared, {
    doing: module.label,
    idempotent: prepared.method === 'GET',
    signal: context.signal,
  })
  return reply && { body: readBody(reply), headers: reply.headers, statusCode: reply.status }
}
