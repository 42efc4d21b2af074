/**
 * Expressions of IML, Make's template language. Texts are joined from safe pieces, because nothing documents how a quote or
 * a brace is escaped within one.
 */

/** An expression without its braces, such as `parameters.to`. */
export type Expression = string

/** A template that is exactly one expression, so that its value keeps its type. */
export const template = (expression: Expression): string => `{{${expression}}}`

/** A text that stands outside of expressions; `{{` in it starts none. */
export const plain = (text: string): string => text.replaceAll('{{', template(literal('{{')))

/** A text within an expression. */
export function literal(text: string): Expression {
  if (text === '') return 'emptystring'
  const pieces = text
    .split(/(?<=[{}])(?=[{}])|(?<=')(?=[^'])|(?<=[^'])(?=')/)
    .map((piece) => (piece.startsWith("'") ? `"${piece}"` : `'${piece}'`))
  return pieces.length === 1 ? (pieces[0] ?? '') : `(${pieces.join(' + ')})`
}

/** A value inside another, such as `body.date_created`; odd names are put into backticks. */
export const member = (base: Expression, name: string): Expression =>
  `${base}.${/^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replaceAll('`', '')}\``}`

/** The value of a module's own field. */
export const parameter = (key: string): Expression => member('parameters', key)

/** A call of one of Make's functions. */
export const call = (name: string, ...args: readonly Expression[]): Expression => `${name}(${args.join(', ')})`

/** Whether two values are the same; only values of one type may be compared. */
export const equal = (one: Expression, other: Expression): Expression => `${one} = ${other}`

/** Whether one of several conditions holds. */
export const either = (...conditions: readonly Expression[]): Expression =>
  conditions.length === 1 ? (conditions[0] ?? '') : `(${conditions.join(' || ')})`

/** Whether all of several conditions hold. */
export const both = (...conditions: readonly Expression[]): Expression => conditions.join(' && ')

/** The value where a condition holds; otherwise nothing, so that the key is left out. */
export const only = (condition: Expression, value: Expression): Expression => call('if', condition, value, 'ignore')
