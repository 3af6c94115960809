import { expect, test } from 'vitest'
import { placeOfHost } from './place-of-host.js'

const home = { region: 'de1', edge: 'frankfurt', gateway: 'node-1', home: 'gw.example/insights?h=' }

test.each([
  ['voice-js.sydney.twilio.com', 'sydney', 'au1'],
  ['voice-js.sao-paulo.gw.example:8443', 'sao-paulo', 'br1'],
  ['voice-js.ashburn-ix.twilio.com', 'ashburn-ix', 'us1-ix'],
  ['VOICE-JS.Dublin.twilio.com', 'dublin', 'ie1'],
  ['chunderw-vpc-gll-us2.twilio.com', 'umatilla', 'us2'],
  ['chunderw-vpc-gll-sg1-ix.gw.example', 'singapore-ix', 'sg1-ix'],
])('a device that dialled %s is at the edge %s, in the region %s', (host, edge, region) => {
  expect(placeOfHost(host, home)).toEqual({ ...home, edge, region })
})

test.each([
  'voice-js.roaming.twilio.com',
  'voice-js.atlantis.twilio.com',
  'chunderw-vpc-gll.twilio.com',
  'chunderw-vpc-gll-gll.twilio.com',
  'chunderw-vpc-gll-xx9.twilio.com',
  'sydney.gw.example',
  'gw.example',
  'voice-js.sydney',
  '127.0.0.1:8443',
  '[::1]:8443',
  '',
  undefined,
])('a device that dialled %s is where the gateway is', (host) => {
  expect(placeOfHost(host, home)).toEqual(home)
})
