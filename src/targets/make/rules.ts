import { allFields } from '../../core/active-fields.js'
import type { Field, Fields } from '../../core/fields.js'
import type { Rule } from '../../core/rules.js'
import { both, type Expression, either, equal, parameter, template } from './iml.js'

/** Whether a field is filled. What counts as false, a `false` or a 0, is a value too. */
function filled(key: string, one: Field | undefined): Expression {
  const value = parameter(key)
  if (one?.kind === 'boolean') return either(equal(value, 'true'), equal(value, 'false'))
  return one?.kind === 'integer' ? either(value, equal(value, '0')) : value
}

function keeps(rule: Rule, fields: Fields): Expression {
  const all = allFields(fields)
  const conditions = rule.keys.map((key) => filled(key, all.get(key)))
  switch (rule.rule) {
    case 'atLeastOneOf':
      return either(...conditions)
    case 'notTogether':
      return both(
        ...conditions.flatMap((one, index) => conditions.slice(index + 1).map((other) => `!(${both(one, other)})`)),
      )
  }
}

/** A step that makes no request and stops the run with the rule's message where the rule is broken. */
export const ruleStep = (rule: Rule, fields: Fields) => ({
  response: { valid: { condition: template(keeps(rule, fields)), message: rule.message, type: 'DataError' } },
})
