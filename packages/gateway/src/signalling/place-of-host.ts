import type { GatewayPlace } from './connection-context.js'

/** The edges of the official service, and the region behind each (Twilio, "Global Infrastructure: Edge Locations"). */
const regionOfEdge: ReadonlyMap<string, string> = new Map([
  ['ashburn', 'us1'],
  ['ashburn-ix', 'us1-ix'],
  ['dublin', 'ie1'],
  ['frankfurt', 'de1'],
  ['frankfurt-ix', 'de1-ix'],
  ['london-ix', 'ie1-ix'],
  ['san-jose-ix', 'us2-ix'],
  ['sao-paulo', 'br1'],
  ['singapore', 'sg1'],
  ['singapore-ix', 'sg1-ix'],
  ['sydney', 'au1'],
  ['sydney-ix', 'au1-ix'],
  ['tokyo', 'jp1'],
  ['tokyo-ix', 'jp1-ix'],
  ['umatilla', 'us2'],
])

const edgeOfRegion: ReadonlyMap<string, string> = new Map([...regionOfEdge].map(([edge, region]) => [region, edge]))

/** What the SDKs build from a place: `voice-js.EDGE.` in 2.x, `chunderw-vpc-gll-REGION.` in 1.x. */
const placeInName = /^(?:voice-js\.|chunderw-vpc-gll-)([\w-]+)\./i

/**
 * The place that a device is told of, having dialled a host. The SDKs make host names out of the edge or the region that a
 * page asks for, and the page then looks for it in what it is told. Where a network leads such names here, in whatever
 * domain, the name says the place. Under any other, `roaming` included, it is where the gateway is.
 *
 * @param host - a name, maybe with a port; undefined if the device did not say it
 */
export function placeOfHost(host: string | undefined, place: GatewayPlace): GatewayPlace {
  const name = placeInName.exec(host ?? '')?.[1]?.toLowerCase() ?? ''
  const edge = edgeOfRegion.get(name) ?? name
  const region = regionOfEdge.get(edge)
  return region === undefined ? place : { ...place, edge, region }
}
