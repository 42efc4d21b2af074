import type { Command } from 'commander'
import { defineEventsList } from './command-events-list.js'
import { defineEventsReplay } from './command-events-replay.js'
import { defineEventsShow } from './command-events-show.js'
import type { Session } from './session.js'

/** `events list | show | replay | dead`. */
export function defineEvents(command: Command, session: Session): void {
  command.description(
    'What SignalWire posted to the hooks, and what became of it. Every event has a row, a number that is never used twice.',
  )
  defineEventsList(command.command('list'), session)
  defineEventsShow(command.command('show'), session)
  defineEventsReplay(command.command('replay'), session)
  defineEventsList(command.command('dead'), session, 'dead')
}
