import { getMessage, watchNewCalls, watchNewMessages } from '../../modules/index.js'
import type { InstantTriggerModule } from '../core/module.js'
import { addHook, applyAttach, detach, planAttach } from '../hooks/index.js'
import { type InboundReport, type Simulator, simulatorNumbers, type WebhookAttempt } from '../simulator/index.js'
import { type Loop, type LoopOptions, startLoop } from './demo-loop.js'
import { type DemoStep, expect } from './demo-step.js'

/** What the steps work with. */
export interface LoopStage extends LoopOptions {
  readonly simulator: Pick<Simulator, 'ring' | 'text' | 'deliver'>
  /** Puts the simulator's clock forward. */
  forward(ms: number): void
}

export interface LoopSteps {
  readonly steps: readonly DemoStep[]
  /** Removes what the steps have left. */
  close(): Promise<void>
}

const to = simulatorNumbers.main
const writer = '+12025550142'
const caller = '+12025550143'
const greeting = 'We are closed. Please leave a message after the tone.'
const question = 'A table for two at 7 pm, please.'

/** 204 where there is nothing to say, as to a report. */
const wasTaken = ({ status }: WebhookAttempt): boolean => status === 200 || status === 204

/** From a text or a call that comes in, to a scenario that answers. */
export function loopSteps(stage: LoopStage): LoopSteps {
  const { connection, simulator, forward } = stage
  let started: Loop | undefined
  const hooks: { readonly module: InstantTriggerModule; readonly hookId: string }[] = []
  const loop = (): Loop => {
    expect(started !== undefined, 'The receiver was not started.')
    return started
  }
  const eventsOf = async (type: string) => loop().ledger.events.list({ type })

  const attach = async (module: InstantTriggerModule, input: unknown, fallback: string): Promise<string> => {
    const { ledger, publicUrl, connectionName } = loop()
    const { spaceName, projectId } = connection
    const named = { name: connectionName, spaceName, projectId }
    const { hook } = await addHook({ ledger, module, input, connection: named, publicUrl })
    hooks.push({ module, hookId: hook.id })
    const plan = await planAttach({ ledger, space: connection, module, hookId: hook.id, numbers: [to], fallback })
    const { numbers } = await applyAttach(plan, { ledger, space: connection })
    const [number] = numbers
    expect(number?.outcome === 'attached', `The number was not attached: ${number?.message}`)
    return `${to} is ${number.outcome}. ${plan.after}`
  }

  /** Checks what came of posts of which each was sent twice, and says so. */
  const storedOnce = async ({ attempts, problem }: InboundReport, type: string): Promise<string> => {
    expect(problem === undefined, `${problem}`)
    const again = attempts.filter(({ repeat }) => repeat)
    expect(again.length > 0 && again.length * 2 === attempts.length, 'Not every post was sent twice.')
    expect(attempts.every(wasTaken), `The receiver answered with ${attempts.map(({ status }) => status).join(', ')}.`)
    const events = await eventsOf(type)
    expect(events.length === 1, `${events.length} events of the type ${type} were stored, not 1.`)
    const { repeated } = await loop().ledger.stats()
    expect(repeated > 0, 'The receiver did not notice that posts were repeated.')
    return `${attempts.length} posts, all verified; ${type} is stored once (event ${events[0]?.row}).`
  }

  /** Waits for the scenario, and checks that it ran once and sent a message. */
  const startedOnce = async (type: string, person: string): Promise<string> => {
    await loop().until(type, 1)
    const { delivered, answers } = loop()
    const runs = delivered.filter(({ event }) => event.type === type)
    const [bundle] = runs[0]?.bundles ?? []
    expect(bundle?.From === person && bundle.To === to, 'The bundle is not that of the post.')
    const sent = answers.filter((answer) => answer.to === person)
    expect(runs.length === 1 && sent.length === 1, `It ran ${runs.length} times and sent ${sent.length} messages.`)
    const sid = sent[0]?.sid ?? ''
    const message = await getMessage.execute({ messageSid: sid }, connection)
    expect(message?.to === person && message.from === to, 'The answer is not in the Space.')
    return `It ran once, and sent "${message.body}" to ${person} (${sid}).`
  }

  const steps: readonly DemoStep[] = [
    {
      did: 'Started a receiver, with a ledger in a temporary folder',
      essential: true,
      async run() {
        started = await startLoop(stage)
        return `It listens at ${started.publicUrl}.`
      },
    },
    {
      did: 'Pointed a number at a webhook for its messages (watchNewMessages, hooks attach)',
      essential: true,
      async run() {
        const reply = { reply: 'text', text: 'Thank you, we are looking for a table.' }
        return attach(watchNewMessages, { webhookName: 'Bookings', ...reply, also: ['messageStatus'] }, 'laml-bin')
      },
    },
    {
      did: 'Pointed it at another one for its calls (watchNewCalls, hooks attach)',
      essential: true,
      async run() {
        const reply = { reply: 'voicemail', greeting }
        return attach(watchNewCalls, { webhookName: 'Reception', ...reply, also: ['recording'] }, 'none')
      },
    },
    {
      did: 'Let a text come in, each post twice',
      async run() {
        const report = await simulator.text({ to, from: writer, body: question, repeat: true })
        const sentBack = report.replies.map(({ body }) => body)
        expect(sentBack.length === 1, `${sentBack.length} messages were sent back, not 1.`)
        return `${await storedOnce(report, 'incomingMessage')} The sender got "${sentBack[0]}"`
      },
    },
    {
      did: "Delivered the text's bundle to a scenario, which answers with createMessage",
      run: () => startedOnce('incomingMessage', writer),
    },
    {
      did: 'Let a call come in, each post twice',
      async run() {
        const report = await simulator.ring({ to, from: caller, repeat: true })
        expect(
          report.heard.filter((one) => one === greeting).length === 1,
          'The caller did not hear the greeting once.',
        )
        return `${await storedOnce(report, 'incomingCall')} The caller heard: ${report.heard.join(' ')}`
      },
    },
    {
      did: "Delivered the call's bundle, and that of the voicemail",
      async run() {
        const answer = await startedOnce('incomingCall', caller)
        await loop().until('recording', 1)
        const [recording] = loop().delivered.filter(({ event }) => event.type === 'recording')
        return `${answer} The voicemail has ${recording?.bundles[0]?.RecordingDuration} seconds.`
      },
    },
    {
      did: "Put the simulator's clock forward by half a minute, so that it reports where the answers are",
      async run() {
        forward(30_000)
        const posts = await simulator.deliver()
        expect(posts.length > 0 && posts.every(wasTaken), 'The reports were not taken.')
        const { answers, delivered } = loop()
        const known = await eventsOf('messageStatus')
        await loop().until('messageStatus', known.length)
        const sid = answers.find((answer) => answer.to === writer)?.sid
        const statuses = delivered
          .flatMap(({ bundles }) => bundles)
          .filter((bundle) => bundle.MessageSid === sid)
          .map(({ MessageStatus }) => MessageStatus)
        expect(statuses.at(-1) === 'delivered', `The answer to the text is ${statuses.at(-1)}.`)
        return `The answer to the text was reported as ${statuses.join(', ')}.`
      },
    },
    {
      did: 'Forged a text, signed with a wrong key',
      async run() {
        const before = await loop().ledger.events.list()
        const { attempts } = await simulator.text({ to, from: writer, body: question, signature: 'wrongKey' })
        const [first] = attempts
        expect(first?.status === 403, `The receiver answered with ${first?.status}.`)
        const after = await loop().ledger.events.list()
        expect(after.length === before.length, 'It was stored.')
        const said = loop().log.findLast(({ status }) => status === 403)
        expect(said !== undefined, 'The log does not tell why.')
        return `It was refused with 403, and nothing was stored.\nThe log says: ${said.message}`
      },
    },
    {
      did: 'Counted everything',
      async run() {
        const { ledger, delivered } = loop()
        const events = await ledger.events.list()
        const rows = new Set(delivered.map(({ event }) => event.row))
        expect(rows.size === delivered.length, 'A scenario started twice for one event.')
        const { repeated, subscriptions } = await ledger.stats()
        const open = subscriptions.reduce((sum, { backlog, dead }) => sum + backlog + dead, 0)
        expect(open === 0, `${open} events were not delivered.`)
        return `${events.length + repeated} posts were taken, ${events.length} of them new; each of the ${rows.size} events that scenarios wait for was delivered once.`
      },
    },
    {
      did: 'Stopped the receiver and let another text come in',
      async run() {
        await loop().stop()
        const { attempts, replies, problem } = await simulator.text({ to, from: writer, body: question })
        expect(problem === undefined && attempts.at(-1)?.fallback === true, `There was no fallback: ${problem}`)
        return `Nothing answered, so the Space gave the reply that was stored there as the fallback: "${replies[0]?.body}"`
      },
    },
    {
      did: 'Gave the number back what it did before (hooks detach)',
      async run() {
        const { ledger } = loop()
        const reports = []
        for (const hook of hooks) reports.push(...(await detach({ ledger, space: connection, ...hook })).numbers)
        for (const { outcome, message } of reports) expect(outcome === 'detached', message)
        expect(reports.length === 2, `${reports.length} webhooks were detached, not 2.`)
        return [...new Set(reports.map(({ message }) => message))].join(' ')
      },
    },
  ]
  return { steps, close: async () => started?.close() }
}
