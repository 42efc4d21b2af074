import { setMaxListeners } from 'node:events'
import type { Clock } from '../core/clock.js'
import { type FaxReport, fax, type RingReport, ring, type TextReport, text } from './inbound.js'
import type { FaxOptions, RingOptions, TextOptions } from './inbound-options.js'
import { hostedDocument } from './laml-bins.js'
import type { Project } from './project.js'
import { Deliveries } from './webhooks/deliveries.js'
import { PostLog, type WebhookAttempt } from './webhooks/post-log.js'
import type { PosterSettings } from './webhooks/poster.js'

/** The side of the Space that calls webhooks. */
export interface Phones {
  readonly log: PostLog
  ring(options: RingOptions): Promise<RingReport>
  text(options: TextOptions): Promise<TextReport>
  fax(options: FaxOptions): Promise<FaxReport>
  deliver(): Promise<readonly WebhookAttempt[]>
  close(): Promise<void>
}

/** Calls, messages and faxes come in for `project`; outgoing ones are reported for all projects. */
export function createPhones(
  project: Project,
  projects: readonly Project[],
  {
    background,
    onPost,
    ...around
  }: {
    readonly clock: Clock
    readonly signingKey: string
    readonly allowHosts: readonly string[]
    readonly closing: AbortSignal
    readonly background: boolean
    readonly onPost: ((attempt: WebhookAttempt) => void) | undefined
  },
): Phones {
  const log = new PostLog(onPost)
  // Every webhook under way listens for the end.
  setMaxListeners(0, around.closing)
  const hosted = (url: string) => {
    for (const one of projects) {
      const document = hostedDocument(url, one)
      if (document !== undefined) return document
    }
    return undefined
  }
  const settings: PosterSettings = { ...around, log, hosted }
  const deliveries = new Deliveries(projects, settings, background)
  return {
    log,
    ring: (options) => ring(project, settings, options),
    text: (options) => text(project, settings, options),
    fax: (options) => fax(project, settings, options),
    deliver: () => deliveries.deliver(),
    close: () => deliveries.close(),
  }
}
