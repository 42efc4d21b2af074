import { variables } from './connection-flags.js'
import { flagOf } from './field-flags.js'
import type { Session } from './session.js'

/**
 * Hides the secrets that the environment and the flags hold from everything that is printed from now on. A command that was
 * typed wrongly is quoted, and a secret may stand where a module's name should.
 */
export function hideKnownSecrets({ io, argv, terminal }: Session): void {
  const tokens = [io.env[variables.authToken], ...valuesOf(flagOf('authToken'), argv)]
  const projects = [io.env[variables.projectId], ...valuesOf(flagOf('projectId'), argv)]
  terminal.hide([...tokens, ...(io.env[variables.signingKeys] ?? '').split(/[\s,]+/)])
  for (const password of tokens)
    for (const user of projects) if (user && password) terminal.hide([], { user, password })
}

/** The values of a flag, as `--flag value` and as `--flag=value`. */
const valuesOf = (flag: string, argv: readonly string[]): readonly (string | undefined)[] =>
  argv.flatMap((word, index) =>
    word === flag ? [argv[index + 1]] : word.startsWith(`${flag}=`) ? [word.slice(flag.length + 1)] : [],
  )
