import type { Vector } from './vector.js'
import { formVectors } from './vectors-of-forms.js'
import { kindVectors } from './vectors-of-kinds.js'

/** Every input that the runtime, the JSON Schema and the Make parameters must judge alike, or name why not. */
export const vectors: readonly Vector[] = [...kindVectors, ...formVectors]
