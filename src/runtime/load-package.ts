import { createRequire } from 'node:module'

/**
 * Loads a package when it is first needed, in its CommonJS build. Importing the connector then costs no more than its
 * descriptors, and axios starts in half the time that its many ES modules take.
 */
export const loadPackage = createRequire(import.meta.url)
