import type { Describing } from './describe-error.js'

/** Something that went wrong while a form was filled from flags: carries what its fields are called on the command line. */
export class FormError extends Error {
  override readonly name = 'FormError'
  readonly form: Omit<Describing, 'colors'>

  constructor(cause: unknown, form: Omit<Describing, 'colors'>) {
    super('A form was filled wrongly', { cause })
    this.form = form
  }
}
