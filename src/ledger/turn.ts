/**
 * Calls back once everything that is ready in this turn of the event loop has run. It is no timer: it does not wait, and
 * tests that stop the clock do not stop it.
 */
export const atEndOfTurn = (work: () => void): void => {
  setImmediate(work)
}
