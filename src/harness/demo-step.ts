import type { Progress } from './progress.js'

/** One step of the demo. It returns what came back, in one sentence, and throws where that is not what it should be. */
export interface DemoStep {
  readonly did: string
  readonly run: (progress: Progress) => Promise<string>
  /** Whether the steps after it cannot be tried once it has failed. */
  readonly essential?: boolean
}

/** Throws where something did not come back as it must. */
export function expect(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise)
}
