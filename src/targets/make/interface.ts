import type { OutputValue, Shape } from '../../core/shape.js'
import type { MakeParameter } from './parameters.js'

/** A module's interface: what its bundles hold, for mapping. */
export const moduleInterface = (shape: Shape): readonly MakeParameter[] =>
  Object.entries(shape).map(([name, one]) => ({ name, ...valueParameter(one) }))

function valueParameter(one: OutputValue): MakeParameter {
  const { label } = one
  switch (one.type) {
    case 'text':
    case 'number':
    case 'boolean':
    case 'date':
    case 'any':
      return { label, type: one.type }
    case 'collection':
      return { label, type: 'collection', spec: moduleInterface(one.shape) }
    case 'list':
      return {
        label,
        type: 'array',
        spec: one.item.type === 'collection' ? moduleInterface(one.item.shape) : valueParameter(one.item),
      }
  }
}
