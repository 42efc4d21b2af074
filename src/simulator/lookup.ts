import { internationalFormat, isE164, isNorthAmerican, nationalFormat } from './e164.js'
import type { Operation } from './operation.js'
import { paramOf } from './paging.js'
import { json, Refusal, type Reply } from './replies.js'

/** Tells what is known of a number. Needs valid credentials but no scope, so it tells a wrong token from a narrow one. */
export function lookUpNumber({ request, parameters }: Operation): Reply {
  const number = parameters.number ?? ''
  if (!isE164(number)) throw new Refusal(20404)
  const wanted = paramOf(request.query, 'include')?.split(',') ?? []
  const american = isNorthAmerican(number)
  return json(200, {
    ...(american ? { country_code_number: 1, country_code: 'US', location: 'Washington D.C.' } : {}),
    national_number: american ? number.slice(2) : number.slice(1),
    possible_number: true,
    valid_number: american || !number.startsWith('+1'),
    national_number_formatted: nationalFormat(number),
    international_number_formatted: internationalFormat(number),
    e164: number,
    timezones: american ? ['America/New_York'] : [],
    number_type: american ? 'Fixed Line or Mobile' : 'Unknown',
    ...(wanted.includes('carrier') ? { carrier: CARRIER } : {}),
    ...(wanted.includes('cnam') ? { cnam: { caller_id: 'EXAMPLE CALLER' } } : {}),
  })
}

const CARRIER = Object.freeze({
  lrn: '12025550100',
  spid: '0000',
  ocn: '0000',
  lata: '236',
  city: 'Washington',
  state: 'DC',
  jurisdiction: 'indeterminate',
  lec: 'Example Carrier',
  linetype: 'wireless',
})
