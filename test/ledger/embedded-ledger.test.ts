import { testLedger } from './contract.js'
import { embeddedStore } from './engine.js'

testLedger('the embedded ledger', embeddedStore)
