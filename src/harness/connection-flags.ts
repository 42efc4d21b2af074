import { type Command, Option } from 'commander'
import { signalwire } from '../../connection/connection.js'
import { fieldHelp } from '../core/help.js'
import { flagOf } from './field-flags.js'

/** What the connection's flags hold once they are parsed. */
export interface ConnectionFlags {
  readonly spaceName?: string | undefined
  readonly projectId?: string | undefined
  readonly authToken?: string | undefined
  readonly apiUrl?: string | undefined
  readonly allowApiHost?: string | undefined
  readonly connection?: string | undefined
}

const section = 'Connection:'
const { spaceName, projectId, authToken, apiUrl } = signalwire.fields

/** The variable of the environment that stands in for a flag. */
export const variables = {
  spaceName: 'SIGNALWIRE_SPACE',
  projectId: 'SIGNALWIRE_PROJECT_ID',
  authToken: 'SIGNALWIRE_TOKEN',
  signingKeys: 'SIGNALWIRE_SIGNING_KEY',
  apiUrl: 'SIGNALWIRE_API_URL',
} as const

const option = (flags: string, help: string): Option => new Option(flags, help).helpGroup(section)

/** Adds the flags that say what to connect to. */
export function addCredentialFlags(command: Command): void {
  const { spaceName: space, projectId: project, authToken: token, apiUrl: url } = variables
  command
    .addOption(option(`${flagOf('spaceName')} <name>`, `${fieldHelp(spaceName)} Or set ${space}.`))
    .addOption(option(`${flagOf('projectId')} <sid>`, `${fieldHelp(projectId)} Or set ${project}.`))
    .addOption(
      option(
        `${flagOf('authToken')} <token>`,
        `${fieldHelp(authToken)} Other users of this computer can see it on the command line: set ${token} instead, or give - to read it from the standard input.`,
      ),
    )
    .addOption(option(`${flagOf('apiUrl')} <url>`, `${fieldHelp(apiUrl)} Or set ${url}.`))
    .addOption(
      option(
        '--allow-api-host <host>',
        'Allow an API URL on this host, which then receives the Auth Token. Only hosts on this computer need no permission.',
      ),
    )
}

/** Adds the flags of commands that use a connection. */
export function addConnectionFlags(command: Command): void {
  command.addOption(
    option(
      '--connection <name>',
      'The stored connection to use. Without it: the flags below, then the environment, then the only stored connection.',
    ),
  )
  addCredentialFlags(command)
}
