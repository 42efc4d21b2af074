/** Freezes a descriptor all the way down, so that nobody changes what every target relies on. */
export function deepFreeze<T>(input: T): T {
  if (typeof input !== 'object' || input === null || Object.isFrozen(input)) return input
  Object.freeze(input)
  for (const part of Object.values(input)) deepFreeze(part)
  return input
}
