import { createHash, timingSafeEqual } from 'node:crypto'
import { type Scope, scopes } from './operation.js'
import type { Project } from './project.js'
import type { Space } from './spaces.js'

/** Who is asking, and what the token allows. */
export interface Identity {
  readonly project: Project
  readonly scopes: readonly Scope[]
}

/** Reads `Basic project:token`; undefined where the header is absent, malformed or names no token of the Space. */
export function authenticate(space: Space, header: string | undefined): Identity | undefined {
  const match = /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(header ?? '')
  if (!match) return undefined
  const [projectId, ...rest] = Buffer.from(match[1] ?? '', 'base64')
    .toString('utf8')
    .split(':')
  const held = space.projects.get(projectId ?? '')
  const token = rest.join(':')
  const known = held?.tokens.find((candidate) => sameSecret(candidate.token, token))
  return held && known ? { project: held.project, scopes: known.scopes ?? scopes } : undefined
}

/** Whether the token has one of the scopes that an operation accepts; an operation that names none needs none. */
export function isAllowed(identity: Identity, accepted: readonly Scope[]): boolean {
  return accepted.length === 0 || accepted.some((scope) => identity.scopes.includes(scope))
}

function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
