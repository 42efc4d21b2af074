import type { HookSpace } from '../../src/hooks/index.js'
import type { Ledger } from '../../src/ledger/port.js'

/** Thrown where a command dies: nothing catches it. */
export class Killed extends Error {}

export interface Mortal {
  readonly ledger: Ledger
  readonly space: HookSpace
  /** How many requests were begun. */
  readonly requests: number
}

/**
 * A process that is killed just before its n-th request leaves, or just after it has taken effect. From then on nothing works
 * for it: it neither sends nor stores anything, and does not give back what it holds.
 *
 * @param index from 1; 0 lives for ever.
 */
export function mortal(ledger: Ledger, space: HookSpace, index: number, moment: 'before' | 'after'): Mortal {
  let requests = 0
  let dead = false
  const live = (): void => {
    if (dead) throw new Killed('dead')
  }
  const die = (): never => {
    dead = true
    throw new Killed(`at request ${index}`)
  }
  const guarded = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(of, key) {
        const value = Reflect.get(of, key, of)
        if (typeof value === 'object' && value !== null) return guarded(value)
        if (typeof value !== 'function') return value
        return async (...args: unknown[]) => {
          live()
          return value.apply(of, args)
        }
      },
    })
  const at = (when: 'before' | 'after'): void => {
    if (requests === index && moment === when) die()
  }
  return {
    ledger: guarded(ledger),
    space: {
      ...space,
      async request(request) {
        live()
        requests += 1
        at('before')
        const reply = await space.request(request)
        at('after')
        return reply
      },
      async *rows(listing, request) {
        live()
        requests += 1
        at('before')
        const rows: Readonly<Record<string, unknown>>[] = []
        for await (const row of space.rows(listing, request)) rows.push(row)
        at('after')
        yield* rows
      },
    },
    get requests() {
      return requests
    },
  }
}
