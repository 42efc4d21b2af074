import { isConnectorError } from '../core/errors.js'
import type { InstantTriggerModule } from '../core/module.js'
import type { Ledger } from '../ledger/port.js'
import { checkAttachment } from './check-attachment.js'
import { dropReply, hasBin } from './fallback-bin.js'
import type { Finding } from './finding.js'
import { findGhosts } from './ghosts.js'
import { getHook, type HookSetup, listHooks } from './hook-setup.js'
import { readNumber } from './number-settings.js'
import { listNumbers } from './numbers-api.js'
import { usesBin } from './set-up.js'
import { withSetUpLock } from './set-up-lock.js'
import type { HookSpace } from './space.js'

export interface CheckOptions {
  readonly ledger: Ledger
  readonly space: HookSpace
  readonly moduleOf: (id: string) => InstantTriggerModule | undefined
  /** Whether to mend what can be mended without taking a number from somebody else. @default false */
  readonly repair?: boolean | undefined
  /** Further public URLs under which this installation's hooks were reached, to tell its ghosts from others' hooks. */
  readonly publicUrls?: readonly string[] | undefined
}

/**
 * Compares what the project's numbers do with what the hooks of this installation did to them. Hooks of other projects are
 * passed over.
 */
export async function checkHooks(options: CheckOptions): Promise<readonly Finding[]> {
  const { ledger, space, repair = false } = options
  return repair ? withSetUpLock(ledger, space.clock, (stillAtWork) => check(options, stillAtWork)) : check(options)
}

async function check(
  options: CheckOptions,
  stillAtWork: () => Promise<void> = async () => undefined,
): Promise<readonly Finding[]> {
  const { ledger, space, moduleOf, repair = false, publicUrls = [] } = options
  const all = await listHooks(ledger)
  const hooks = all.filter(({ projectId, spaceName }) => projectId === space.projectId && spaceName === space.spaceName)
  const rows = new Map<string, Readonly<Record<string, unknown>>>()
  for await (const row of listNumbers(space)) rows.set(String(row.id), row)
  const findings: Finding[] = []
  for (const hook of hooks) {
    const module = moduleOf(hook.module)
    if (!module) continue
    for (const [numberId, attachment] of Object.entries(hook.numbers)) {
      await stillAtWork()
      const row = rows.get(numberId)
      const current = row && readNumber(row, module.hook.channel)
      const checked = { ledger, space, module, hook, numberId, attachment, current, repair }
      findings.push(...(await tried(hook, attachment.number, () => checkAttachment(checked))))
    }
    findings.push(...(await tried(hook, undefined, () => checkBin(options, module, hook.id))))
  }
  await stillAtWork()
  const known = [...all.map(({ publicUrl }) => publicUrl), ...publicUrls]
  findings.push(...(await findGhosts({ ledger, space, hooks: all, rows: [...rows.values()], known, repair })))
  return findings
}

/** A repair that SignalWire refuses is a finding of its own; the others go on. */
async function tried(
  hook: HookSetup,
  number: string | undefined,
  work: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await work()
  } catch (thrown) {
    if (!isConnectorError(thrown) || thrown.code.startsWith('ledger_')) throw thrown
    return [{ problem: 'failed', hookId: hook.id, hook: hook.name, number, message: thrown.message, repair: 'todo' }]
  }
}

async function checkBin(
  { ledger, space, repair = false }: CheckOptions,
  module: InstantTriggerModule,
  hookId: string,
): Promise<readonly Finding[]> {
  const hook = await getHook(ledger, hookId)
  const { bin, name } = hook
  if (!bin) return []
  const about = { problem: 'bin', hookId, hook: name } as const
  if (!usesBin(module, hook)) {
    if (repair) await dropReply(ledger, space, hookId)
    const message = `A LaML bin of this hook is not needed any more. ${repair ? 'It was removed.' : '--repair removes it.'}`
    return [{ ...about, message, repair: repair ? 'done' : 'possible' }]
  }
  if (await hasBin(space, bin)) return []
  const message =
    'The LaML bin that is the fallback was removed from SignalWire. Attach the numbers again with --fallback-url laml-bin to make a new one.'
  return [{ ...about, message, repair: 'todo' }]
}
