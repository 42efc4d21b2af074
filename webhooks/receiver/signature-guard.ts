import { explainSignature } from '../explain-signature.js'
import type { HookDefinition } from '../hook.js'
import { type SignatureCheck, type SignatureVerdict, verifySignature } from '../signature.js'
import type { ConnectionKeys, ReceiverOptions } from './options.js'
import type { Tell } from './tell.js'

type Reason = Extract<SignatureVerdict, { readonly ok: false }>['reason']

/** Decides whether a post is SignalWire's, by the keys of the connection that its hook belongs to. */
export class SignatureGuard {
  readonly #connections: ReadonlyMap<string, ConnectionKeys>
  readonly #allowUnsigned: boolean
  readonly #tell: Tell

  constructor({ connections, allowUnsigned }: ReceiverOptions, tell: Tell) {
    this.#connections = new Map(Object.entries(connections))
    this.#allowUnsigned = allowUnsigned ?? false
    this.#tell = tell
  }

  /** @returns why the post is refused; undefined where it is taken. */
  check({ id, connection: name }: HookDefinition, post: Omit<SignatureCheck, 'keys'>): Reason | undefined {
    const connection = this.#connections.get(name)
    const keys = connection?.signingKeys ?? []
    // Unsigned posts are allowed only where there is nothing to verify them with.
    if (this.#allowUnsigned && !keys.some((key) => key.trim() !== '')) return undefined
    const check = { ...post, keys }
    const verdict = verifySignature(check)
    if (verdict.ok) return undefined
    this.#tell.refusedSignature(verdict.reason, id, () =>
      connection
        ? explainSignature(check, connection.others).sentence
        : `The hook belongs to the connection ${name}, which this receiver was not given. Give it with its signing key.`,
    )
    return verdict.reason
  }
}
