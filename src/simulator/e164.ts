const E164 = /^\+[1-9]\d{5,14}$/
const NANP = /^\+1([2-9]\d{2})([2-9]\d{2})(\d{4})$/

/** Whether the text is a phone number in E.164 form: `+` and 6 to 15 digits. */
export function isE164(text: string): boolean {
  return E164.test(text)
}

/** Whether a North American number has a valid area and exchange code. */
export function isNorthAmerican(text: string): boolean {
  return NANP.test(text)
}

/** `(202) 555-0100` for North American numbers; any other address unchanged. */
export function nationalFormat(text: string): string {
  return text.replace(NANP, '($1) $2-$3')
}

/** `+1 202-555-0100` for North American numbers; any other address unchanged. */
export function internationalFormat(text: string): string {
  return text.replace(NANP, '+1 $1-$2-$3')
}
