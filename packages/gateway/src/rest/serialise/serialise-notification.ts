import { z } from 'zod'
import { formatRfc2822 } from '../../call/application/rfc2822.js'
import type { Notification } from '../../call/notification.js'
import { moreInfoOf } from '../error/error-body.js'
import { apiVersion } from './api-version.js'
import { rfc2822, uriPath } from './resource-field.js'

const listed = {
  sid: z.string(),
  account_sid: z.string(),
  call_sid: z.string().nullable(),
  api_version: z.string(),
  date_created: rfc2822,
  date_updated: rfc2822,
  message_date: rfc2822,
  log: z.enum(['0', '1']).meta({ description: '0 for an error, 1 for a warning.' }),
  error_code: z.string(),
  message_text: z
    .string()
    .meta({ description: 'Form-encoded: Msg, ErrorCode, LogLevel and, where there is one, url.' }),
  more_info: z.string(),
  request_method: z.string().nullable(),
  request_url: z.string().nullable(),
  uri: uriPath,
}

/** A notification as a list holds it (Twilio, "Notification resource"). */
export const notificationResource = z
  .object(listed)
  .meta({ id: 'Notification', description: 'An error or a warning that the developer of an account should know.' })

/** A notification as it is fetched: with the request that it is about. */
export const notificationInstance = z
  .object({
    ...listed,
    request_variables: z.string().nullable().meta({ description: 'Form-encoded.' }),
    response_headers: z
      .string()
      .nullable()
      .meta({ description: 'Form-encoded; cookies and other secrets are redacted, queries of URLs are cut.' }),
    response_body: z.string().nullable(),
  })
  .meta({ id: 'NotificationInstance', description: 'A notification, with the request that it is about.' })

/** Write a notification as a list of the REST API does. */
export function serialiseNotification(notification: Notification): z.infer<typeof notificationResource> {
  const { sid, accountSid, callSid, code, level } = notification
  const at = formatRfc2822(notification.at)
  return {
    sid,
    account_sid: accountSid,
    call_sid: callSid,
    api_version: apiVersion,
    date_created: at,
    date_updated: at,
    message_date: at,
    log: level === 'error' ? '0' : '1',
    error_code: String(code),
    message_text: messageText(notification),
    more_info: moreInfoOf(code),
    request_method: notification.requestMethod,
    request_url: notification.requestUrl,
    uri: `/${apiVersion}/Accounts/${accountSid}/Notifications/${sid}.json`,
  }
}

/** Write a notification as the REST API does when that one is asked for. */
export function serialiseWholeNotification(notification: Notification): z.infer<typeof notificationInstance> {
  return {
    ...serialiseNotification(notification),
    request_variables: notification.requestVariables,
    response_headers: notification.responseHeaders,
    response_body: notification.responseBody,
  }
}

function messageText({ text, code, level, requestUrl }: Notification): string {
  const parts = { Msg: text, ErrorCode: String(code), LogLevel: level === 'error' ? 'ERROR' : 'WARN' }
  return new URLSearchParams(requestUrl === null ? parts : { ...parts, url: requestUrl }).toString()
}
