import type { Clock } from '../core/clock.js'
import { type Scope, scopes } from './operation.js'
import { Project } from './project.js'
import { createRandom } from './random.js'
import { simulatorCredentials } from './well-known.js'

/** An API token and what it may do. */
export interface TokenDefinition {
  readonly token: string
  /** Default: all of them. */
  readonly scopes?: readonly Scope[]
}

/** One project of a Space. Its id is the AccountSid. */
export interface ProjectDefinition {
  readonly id: string
  readonly tokens: readonly TokenDefinition[]
}

/** A Space to simulate. */
export interface SpaceDefinition {
  /** The part before `.signalwire.com`. */
  readonly name: string
  readonly projects: readonly ProjectDefinition[]
}

/** A running Space. */
export interface Space {
  readonly name: string
  readonly projects: ReadonlyMap<string, { readonly project: Project; readonly tokens: readonly TokenDefinition[] }>
}

/** The Space that a simulator has where none is given: one project, one token with every scope. */
export const defaultSpaces: readonly SpaceDefinition[] = Object.freeze([
  {
    name: simulatorCredentials.spaceName,
    projects: [{ id: simulatorCredentials.projectId, tokens: [{ token: simulatorCredentials.authToken, scopes }] }],
  },
])

/** Builds the Spaces; each project has its own deterministic sequence of ids. */
export function createSpaces(definitions: readonly SpaceDefinition[], clock: Clock, seed: number): readonly Space[] {
  let index = 0
  return definitions.map(({ name, projects }) => ({
    name,
    projects: new Map(
      projects.map(({ id, tokens }) => {
        const project = new Project(id, name, clock, createRandom(seed + 7919 * index++))
        return [id, { project, tokens }] as const
      }),
    ),
  }))
}

/** Where a request belongs: the Space, the path prefix that named it, and the segments after that. */
export interface Place {
  readonly space: Space
  /** `/spaces/<name>` where the path named the Space, else empty. */
  readonly prefix: string
  readonly segments: readonly string[]
}

const SIGNALWIRE_HOST = /^([a-z0-9-]+)\.signalwire\.com$/
const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]']

/** The host without its port, lower case. */
function hostName(header: string | undefined): string {
  return (header ?? '').toLowerCase().replace(/:\d+$/, '')
}

export function isLoopbackHost(header: string | undefined): boolean {
  return LOOPBACK_HOSTS.includes(hostName(header))
}

/**
 * Finds the Space: by a path that starts with `/spaces/<name>/`, else by a Host of `<name>.signalwire.com`, else, for a
 * loopback host, the first Space. Undefined where no such Space exists.
 */
export function findPlace(spaces: readonly Space[], host: string | undefined, segments: readonly string[]) {
  const byName = (name: string | undefined) => spaces.find((space) => space.name === name)
  const place = (space: Space | undefined, prefix: string, rest: readonly string[]): Place | undefined =>
    space && { space, prefix, segments: rest }
  if (segments[0] === 'spaces') {
    const name = segments[1] ?? ''
    return place(byName(name.toLowerCase()), `/spaces/${name}`, segments.slice(2))
  }
  if (isLoopbackHost(host)) return place(spaces[0], '', segments)
  return place(byName(SIGNALWIRE_HOST.exec(hostName(host))?.[1]), '', segments)
}
