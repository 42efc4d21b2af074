/** What tests of code that uses the connector need: a clock that is moved by hand. */
export { createManualClock, type ManualClock } from './core/manual-clock.js'
