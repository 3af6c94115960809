import { protocolVersions } from '@ringdown/protocol'
import { z } from 'zod'
import { addressFamilies } from '../../presence/address-family.js'
import type { ConnectedDevice } from '../../presence/connected-device.js'
import { ownRoot } from './api-version.js'
import { iso8601, toIso8601, uriPath } from './resource-field.js'

/** A device that is connected, as Ringdown's own API writes it. */
export const deviceResource = z
  .object({
    id: z.string().meta({ description: 'Of this connection: a device that comes back has another one.' }),
    account_sid: z.string(),
    identity: z.string().nullable().meta({ description: 'Whom the token was issued for, where it says so.' }),
    registered: z.boolean().meta({ description: 'Whether it can be rung.' }),
    client_names: z.array(z.string()).meta({ description: 'Under which it can be rung; none unless registered.' }),
    in_call: z.boolean().meta({ description: 'Whether a call rings or talks on this connection.' }),
    sdk: z.string().nullable().meta({ description: 'The npm package of an official SDK; the device says so itself.' }),
    sdk_version: z.string().nullable(),
    protocol_version: z.enum(protocolVersions),
    address_family: z.enum(addressFamilies).nullable(),
    token_id: z.string().nullable().meta({ description: 'By which its token can be revoked.' }),
    date_token_expires: iso8601,
    date_connected: iso8601,
    date_registered: iso8601.nullable(),
    uri: uriPath,
  })
  .meta({ id: 'Device', description: 'A device that is connected now.' })

/** Write a device. */
export function serialiseDevice(device: ConnectedDevice, isInCall: boolean): z.infer<typeof deviceResource> {
  const { id, grant, software, registeredNames, registeredAt } = device
  const { accountSid, identity, tokenId, expiresAt } = grant
  return {
    id,
    account_sid: accountSid,
    identity: identity ?? null,
    registered: registeredNames.length > 0,
    client_names: [...registeredNames].sort(),
    in_call: isInCall,
    sdk: software?.sdk ?? null,
    sdk_version: software?.version ?? null,
    protocol_version: device.version,
    address_family: device.addressFamily ?? null,
    token_id: tokenId ?? null,
    date_token_expires: toIso8601(expiresAt * 1000),
    date_connected: toIso8601(device.connectedAt),
    date_registered: registeredAt === undefined ? null : toIso8601(registeredAt),
    uri: `${ownRoot}/Accounts/${accountSid}/Devices/${id}`,
  }
}
