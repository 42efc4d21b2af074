import type { Project } from '../project.js'
import { dueAt, handleNext } from './outgoing.js'
import { PostLog, type WebhookAttempt } from './post-log.js'
import { Poster, type PosterSettings } from './poster.js'
import type { Watched } from './watch-list.js'

/** This many calls and messages are dealt with at the same time. */
const AT_ONCE = 50

/**
 * Tells webhooks what happens to outgoing calls and messages. Timelines do not tick, so something has to look when the next
 * thing is due: `deliver()` on demand, or a sleep on the clock until then, which exists only while something is due.
 */
export class Deliveries {
  readonly #projects: readonly Project[]
  readonly #settings: PosterSettings
  readonly #background: boolean
  readonly #running = new Map<Watched, Promise<void>>()
  /** What was tried since somebody asked. */
  readonly #untold = new PostLog()
  #sleep: AbortController | undefined
  #wakesAt = Number.POSITIVE_INFINITY

  constructor(projects: readonly Project[], settings: PosterSettings, background: boolean) {
    this.#projects = projects
    this.#settings = settings
    this.#background = background
    for (const project of projects) {
      project.watched.onChange = (watched) => this.#wakeFor(watched, project)
    }
  }

  /** Reports everything that is due by now and waits for the replies; what was tried since the last time, at most 5000. */
  async deliver(): Promise<readonly WebhookAttempt[]> {
    do {
      this.#startDue()
      await Promise.all(this.#running.values())
    } while (this.#startDue() > 0)
    const attempts = this.#untold.list()
    this.#untold.clear()
    return attempts
  }

  /** Sleeps no more and waits until nothing is under way. */
  async close(): Promise<void> {
    this.#sleep?.abort()
    await Promise.all(this.#running.values())
  }

  #startDue(): number {
    const now = this.#settings.clock.now()
    for (const project of this.#projects) {
      for (const watched of project.watched) {
        if (this.#running.size >= AT_ONCE || this.#settings.closing.aborted) return this.#running.size
        if (this.#running.has(watched)) continue
        const due = dueAt(watched, project)
        if (due === null) project.watched.delete(watched.sid)
        else if (due !== undefined && due <= now) this.#start(watched, project)
      }
    }
    return this.#running.size
  }

  #start(watched: Watched, project: Project): void {
    const poster = new Poster(this.#settings, watched.kind)
    const work = handleNext(watched, project, poster)
      // A defect ends the reports of this one row, not the process.
      .catch(() => project.watched.delete(watched.sid))
      .finally(() => {
        const full = this.#running.size >= AT_ONCE
        this.#running.delete(watched)
        for (const attempt of poster.attempts) this.#untold.add(attempt)
        this.#wakeFor(watched, project)
        if (full) this.#wake(this.#settings.clock.now())
      })
    this.#running.set(watched, work)
  }

  #wakeFor(watched: Watched, project: Project): void {
    const due = dueAt(watched, project)
    if (typeof due === 'number') this.#wake(due)
  }

  /** Sees to it that somebody looks at that time, or before. */
  #wake(at: number): void {
    const { clock, closing } = this.#settings
    if (!this.#background || closing.aborted || at >= this.#wakesAt) return
    // The first one to end looks again.
    if (this.#running.size >= AT_ONCE) return
    this.#sleep?.abort()
    const sleep = new AbortController()
    this.#sleep = sleep
    this.#wakesAt = at
    clock.sleep(Math.max(0, at - clock.now()), sleep.signal).then(
      () => {
        this.#wakesAt = Number.POSITIVE_INFINITY
        this.#startDue()
        for (const project of this.#projects) {
          for (const watched of project.watched) if (!this.#running.has(watched)) this.#wakeFor(watched, project)
        }
      },
      () => undefined,
    )
  }
}
