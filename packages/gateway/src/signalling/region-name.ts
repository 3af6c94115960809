const longNames: Readonly<Record<string, string>> = {
  au1: 'ASIAPAC_SYDNEY',
  br1: 'SOUTH_AMERICA_SAO_PAULO',
  de1: 'EU_FRANKFURT',
  ie1: 'EU_IRELAND',
  jp1: 'ASIAPAC_TOKYO',
  sg1: 'ASIAPAC_SINGAPORE',
  us1: 'US_EAST_VIRGINIA',
  us2: 'US_WEST_OREGON',
}

/**
 * The name of a region as devices are told it. The official SDKs know the regions of the official service by long names
 * only, and `twilio-client` finds its edge by them; a region of one's own has the one name it was given.
 */
export function regionName(region: string): string {
  return longNames[region] ?? region
}
