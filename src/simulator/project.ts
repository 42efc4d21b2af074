import type { Clock } from '../core/clock.js'
import type { ApplicationRow } from './applications.js'
import type { CallRow } from './calls.js'
import { Collection } from './collection.js'
import type { LamlBinRow } from './laml-bins.js'
import type { MediaRow, MessageRow } from './messages.js'
import type { MembershipRow, NumberGroupRow } from './number-groups.js'
import type { NumberRow } from './numbers.js'
import type { Random } from './random.js'
import type { RecordingRow } from './recordings.js'
import { WatchList } from './webhooks/watch-list.js'

/** Everything that one project of a Space holds. */
export class Project {
  readonly id: string
  readonly spaceName: string
  readonly clock: Clock
  readonly random: Random
  readonly calls = new Collection<CallRow>()
  readonly messages = new Collection<MessageRow>()
  readonly media = new Collection<MediaRow>()
  readonly numbers = new Collection<NumberRow>()
  readonly applications = new Collection<ApplicationRow>()
  readonly lamlBins = new Collection<LamlBinRow>()
  readonly numberGroups = new Collection<NumberGroupRow>()
  readonly memberships = new Collection<MembershipRow>()
  readonly recordings = new Collection<RecordingRow>()
  /** What webhooks are still to be told. */
  readonly watched = new WatchList()
  /** Numbers that calls may show without being owned. */
  readonly verifiedCallerIds = new Set<string>()
  #sequence = 0

  constructor(id: string, spaceName: string, clock: Clock, random: Random) {
    this.id = id
    this.spaceName = spaceName
    this.clock = clock
    this.random = random
  }

  /** The identity of a new row: an id, the time, and the next sequence number. */
  newRow(given: { readonly sid?: string | undefined; readonly created?: number | undefined } = {}) {
    return {
      sid: given.sid ?? this.random.uuid(),
      created: given.created ?? this.clock.now(),
      sequence: ++this.#sequence,
    }
  }

  /** The owned number with this E.164 form. */
  ownedNumber(number: string): NumberRow | undefined {
    for (const row of this.numbers) if (row.number === number) return row
    return undefined
  }

  get lamlPath(): string {
    return `/api/laml/2010-04-01/Accounts/${this.id}`
  }
}
