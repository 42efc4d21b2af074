import type { Purpose } from '../../../webhooks/classify.js'
import { type HookDefinition, hookUrl } from '../../../webhooks/hook.js'
import { signPost } from '../../../webhooks/sign-post.js'
import { callParams, messageParams, publicUrl, type Sent, signingKey } from './scene.js'

/** Numbers from 0 to 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** What has to come of a request. */
export type Expected = 'taken' | 'refused' | 'either'

export interface RandomPost {
  readonly sent: Sent
  readonly expected: Expected
  /** What was done to it, for the message of a failure. */
  readonly how: string
}

interface Draft {
  readonly method: string
  readonly target: string
  readonly headers: Record<string, string | readonly string[]>
  readonly body: Buffer
}

/** Makes posts as SignalWire sends them and spoils most of them. */
export class RandomPosts {
  readonly #random: () => number
  readonly #hooks: readonly HookDefinition[]
  #count = 0
  #earlier: Draft[] = []

  constructor(seed: number, hooks: readonly HookDefinition[]) {
    this.#random = randomFrom(seed)
    this.#hooks = hooks
  }

  next(): RandomPost {
    const honest = this.#honest()
    if (this.#below(4) === 0) {
      if (this.#earlier.length < 100) this.#earlier.push(honest)
      return { sent: honest, expected: 'taken', how: 'honest' }
    }
    const changes = Object.entries(this.#changes())
    const [how, change] = changes[this.#below(changes.length)] ?? [
      'none',
      () => ({ draft: honest, expected: 'either' }),
    ]
    const { draft, expected } = change(honest)
    return { sent: draft, expected, how }
  }

  #below(most: number): number {
    return Math.floor(this.#random() * most)
  }

  #bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.#below(256)))
  }

  #text(): string {
    const pieces = [
      '+12025550142',
      "it's",
      'a b',
      '%',
      '&',
      '=',
      '+',
      'ä',
      '日本',
      '😀',
      '\u0000',
      '\r\n',
      '<x>',
      '"',
      '__proto__',
    ]
    return Array.from({ length: this.#below(5) }, () => pieces[this.#below(pieces.length)]).join('')
  }

  #honest(): Draft {
    const number = ++this.#count
    const hook = this.#hooks[this.#below(this.#hooks.length)] as HookDefinition
    const sid = `random-${number}`
    const kinds: readonly [Purpose, Record<string, string>][] = [
      ['call', { ...callParams, CallSid: sid, CallerName: this.#text() }],
      ['message', { ...messageParams, MessageSid: sid, Body: this.#text() }],
      ['status', { ...callParams, CallSid: sid, CallStatus: 'completed', SequenceNumber: String(this.#below(4)) }],
      ['status', { MessageSid: sid, MessageStatus: 'delivered' }],
      ['recording', { CallSid: sid, RecordingSid: sid, RecordingStatus: 'completed' }],
      ['fax', { FaxSid: sid, From: '+12025550142', [`x${this.#text()}`]: this.#text() }],
      ['call', { [`Odd${this.#text()}`]: this.#text(), __proto__x: sid }],
    ]
    const [purpose, params] = kinds[this.#below(kinds.length)] ?? ['call', callParams]
    const url = `${hookUrl(publicUrl, hook.id, purpose)}${this.#below(3) === 0 ? `?tenant=${encodeURIComponent(this.#text())}` : ''}`
    const form = this.#below(4)
    const made =
      form === 0
        ? signPost({ key: signingKey, url, json: params })
        : signPost({ key: signingKey, url, params, method: form === 1 ? 'GET' : 'POST' })
    return {
      method: made.method,
      target: made.url.slice(publicUrl.length),
      headers: { ...made.headers },
      body: Buffer.from(made.body),
    }
  }

  #changes(): Readonly<Record<string, (honest: Draft) => { readonly draft: Draft; readonly expected: Expected }>> {
    const but = (draft: Draft, expected: Expected) => ({ draft, expected })
    const signature = 'x-signalwire-signature'
    return {
      'a replay': (honest) => but(this.#earlier[this.#below(this.#earlier.length)] ?? honest, 'taken'),
      'a changed byte': (honest) => {
        if (honest.body.length === 0) return but(honest, 'taken')
        const body = Buffer.from(honest.body)
        const at = this.#below(body.length)
        const before = body[at] ?? 0
        body[at] = (before + 1 + this.#below(255)) % 256
        // Some bytes mean the same: a plus and an encoded space are one character, and hex digits have two cases.
        return but({ ...honest, body }, 'either')
      },
      'a letter more': (honest) =>
        but({ ...honest, body: Buffer.concat([honest.body, Buffer.from('&z=1')]) }, 'refused'),
      'a cut body': (honest) => {
        const body = honest.body.subarray(0, this.#below(honest.body.length))
        // Without what is cut off, an empty last value may be all that is missing.
        return but({ ...honest, body }, 'either')
      },
      'random bytes': (honest) =>
        but({ ...honest, method: 'POST', body: this.#bytes(1 + this.#below(300)) }, 'refused'),
      'a long body': (honest) =>
        but({ ...honest, method: 'POST', body: Buffer.alloc(200_000 + this.#below(100_000), 'a=b&') }, 'refused'),
      'many parameters': (honest) =>
        but(
          {
            ...honest,
            method: 'POST',
            body: Buffer.from(Array.from({ length: 10_000 }, (_, i) => `p${i}=`).join('&')),
          },
          'refused',
        ),
      'a forged signature': (honest) =>
        but({ ...honest, headers: { ...honest.headers, [signature]: this.#bytes(20).toString('base64') } }, 'refused'),
      'a cut signature': (honest) =>
        but(
          {
            ...honest,
            headers: { ...honest.headers, [signature]: String(honest.headers[signature]).slice(0, this.#below(27)) },
          },
          'refused',
        ),
      'two signatures': (honest) => {
        const value = String(honest.headers[signature])
        return but({ ...honest, headers: { ...honest.headers, [signature]: [value, value] } }, 'refused')
      },
      'no signature': ({ headers: { [signature]: _, ...headers }, ...honest }) =>
        but({ ...honest, headers }, 'refused'),
      'another content type': (honest) =>
        but(
          {
            ...honest,
            headers: {
              ...honest.headers,
              'content-type': ['text/html', 'application/json', 'a/b; c=d', ''][this.#below(4)] ?? '',
            },
          },
          'either',
        ),
      'a content coding': (honest) =>
        but({ ...honest, headers: { ...honest.headers, 'content-encoding': 'br' } }, 'refused'),
      'another method': (honest) =>
        but(
          { ...honest, method: ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'PROPFIND'][this.#below(6)] ?? 'PUT' },
          'refused',
        ),
      'another path': (honest) => {
        const paths = [
          '/',
          '/hooks',
          '/hooks/../hooks/x/call',
          `/hooks/${'A'.repeat(22)}/call`,
          '/%00',
          `/${'a/'.repeat(500)}`,
          honest.target.replace('/hooks/', '/hooks//'),
        ]
        return but({ ...honest, target: paths[this.#below(paths.length)] ?? '/' }, 'either')
      },
      'a query more': (honest) =>
        but(
          { ...honest, target: `${honest.target}${honest.target.includes('?') ? '&' : '?'}x=${this.#below(1e6)}` },
          'refused',
        ),
      'odd headers': (honest) =>
        but(
          {
            ...honest,
            headers: {
              ...honest.headers,
              host: 'evil.example.com',
              'x-forwarded-for': '1.2.3.4, 5.6.7.8',
              'x-forwarded-proto': ['http', 'ftp', '%'][this.#below(3)] ?? '',
              cookie: 'a'.repeat(this.#below(4000)),
              __proto__x: 'y',
            },
          },
          'taken',
        ),
    }
  }
}
