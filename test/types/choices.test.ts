import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { defineAction } from '../../src/core/define.js'
import { ConnectorError } from '../../src/core/errors.js'
import { choice, integer, optional, text } from '../../src/core/fields.js'
import { laml } from '../../src/core/request.js'
import { value } from '../../src/core/shape.js'
import { form } from '../../src/core/wire.js'
import { parseInput } from '../../src/runtime/parse.js'
import { inputJsonSchema } from '../../src/targets/json-schema.js'

const help = 'A field that only this test has.'

const fields = {
  shape: choice({
    label: 'Shape',
    help,
    required: true,
    options: {
      circle: {
        label: 'Circle',
        fields: { size: integer({ label: 'Size', help, required: true, min: 1, max: 9, wire: form('Size') }) },
      },
      square: {
        label: 'Square',
        fields: {
          size: integer({ label: 'Size', help, min: 10, max: 99, wire: form('Size') }),
          corners: text({ label: 'Corners', help, wire: form('Corners') }),
        },
      },
      point: { label: 'Point', fields: {} },
    },
  }),
  colour: choice({
    label: 'Colour',
    help,
    options: {
      named: { label: 'Named', fields: { name: text({ label: 'Name', help, required: true, wire: form('Name') }) } },
      mixed: {
        label: 'Mixed',
        fields: { red: integer({ label: 'Red', help, required: true, min: 0, max: 255, wire: form('Red') }) },
      },
    },
  }),
} as const

const common = {
  label: 'Draw',
  description: 'Draws a shape.',
  group: 'Other',
  effect: 'create',
  request: laml('POST', '/Shapes'),
  output: { sid: value.text('SID') },
  sample: { sid: '1' },
} as const

/** Two choices beside each other, one of which has the key `size` in two options with different limits. */
const draw = defineAction({ ...common, id: 'draw', fields, example: { shape: 'point' } })
const redraw = defineAction({ ...common, id: 'redraw', fields: optional(fields), example: {} })

type Draw = Parameters<typeof draw.execute>[0]
type Redraw = Parameters<typeof redraw.execute>[0]

const ajv = new Ajv2020({ strict: false })
const schemas = { draw: ajv.compile(inputJsonSchema(draw)), redraw: ajv.compile(inputJsonSchema(redraw)) }

/** The verdict of the runtime, once the JSON Schema agrees with it. */
function verdict(module: typeof draw | typeof redraw, input: unknown): 'taken' | 'refused' {
  let runtime: 'taken' | 'refused' = 'taken'
  try {
    parseInput(module, input, { timeZone: 'UTC' })
  } catch (thrown) {
    if (!(thrown instanceof ConnectorError)) throw thrown
    runtime = 'refused'
  }
  expect(schemas[module.id as 'draw' | 'redraw'](input) ? 'taken' : 'refused').toBe(runtime)
  return runtime
}

describe('two choices and a shared key', () => {
  it('combine freely', () => {
    const inputs: readonly Draw[] = [
      { shape: 'point' },
      { shape: 'circle', size: 9 },
      { shape: 'square', size: 10, corners: 'round' },
      { shape: 'square' },
      { shape: 'circle', size: 1, colour: 'named', name: 'red' },
      { shape: 'point', colour: 'mixed', red: 0 },
    ]
    expect(inputs.map((input) => verdict(draw, input))).toEqual(inputs.map(() => 'taken'))
  })

  it('keep the limits that the shared key has in the chosen option', () => {
    const inputs: readonly Draw[] = [
      { shape: 'circle', size: 10 },
      { shape: 'circle', size: 0 },
      { shape: 'square', size: 9 },
      { shape: 'square', size: 100 },
    ]
    expect(inputs.map((input) => verdict(draw, input))).toEqual(inputs.map(() => 'refused'))
  })

  it('demand the shared key only where it is required', () => {
    // @ts-expect-error A circle has a size.
    const circle: Draw = { shape: 'circle' }
    expect(verdict(draw, circle)).toBe('refused')
  })

  it('forbid the fields of the other options, each choice for itself', () => {
    // @ts-expect-error A circle has no corners.
    const circle: Draw = { shape: 'circle', size: 5, corners: 'round' }
    // @ts-expect-error A point has no size.
    const point: Draw = { shape: 'point', size: 5 }
    // @ts-expect-error A named colour is not mixed.
    const colour: Draw = { shape: 'point', colour: 'named', name: 'red', red: 255 }
    // @ts-expect-error Without a colour there is no red.
    const colourless: Draw = { shape: 'point', red: 255 }
    for (const input of [circle, point, colour, colourless]) expect(verdict(draw, input)).toBe('refused')
  })

  it('demand a required choice and not the other', () => {
    // @ts-expect-error A shape is needed.
    const shapeless: Draw = { colour: 'named', name: 'red' }
    expect(verdict(draw, shapeless)).toBe('refused')
  })

  it('are all optional in a deep partial, and still exclude each other', () => {
    const inputs: readonly Redraw[] = [
      {},
      { shape: 'circle' },
      { colour: 'mixed' },
      { shape: 'square', colour: 'named' },
    ]
    expect(inputs.map((input) => verdict(redraw, input))).toEqual(inputs.map(() => 'taken'))
    // @ts-expect-error A circle still has no corners.
    const circle: Redraw = { shape: 'circle', corners: 'round' }
    // @ts-expect-error Without a shape there is no size.
    const size: Redraw = { size: 5 }
    for (const input of [circle, size]) expect(verdict(redraw, input)).toBe('refused')
  })

  it('are refused when they are defined where one key would have two kinds', () => {
    const clash = {
      ...fields,
      colour: choice({
        label: 'Colour',
        help,
        options: {
          named: { label: 'Named', fields: { size: text({ label: 'Size', help }) } },
          mixed: { label: 'Mixed', fields: {} },
        },
      }),
    }
    expect(() => defineAction({ ...common, id: 'clash', fields: clash, example: { shape: 'point' } })).toThrow(
      'Module clash: field size is defined twice.',
    )
  })
})
