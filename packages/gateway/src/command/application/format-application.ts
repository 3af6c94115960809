import type { Application } from '../../account/application.js'
import type { HttpMethod } from '../../http-method.js'
import { type Facts, formatFacts, textOrHyphen } from '../output/format-facts.js'
import { formatMoment } from '../output/format-moment.js'
import { formatTable } from '../output/format-table.js'
import { maskPassword } from '../output/mask-password.js'

/** Write a block of lines for each application; passwords in their URLs are masked. */
export function formatApplicationList(applications: readonly Application[]): string {
  return applications.map(formatBlock).join('\n')
}

function formatBlock(application: Application): string {
  const urls = Object.entries(urlsOf(application)).flatMap(([label, url]) =>
    url === null ? [] : [[`  ${label}`, url]],
  )
  const head = { cells: [application.sid], entries: [textOrHyphen(application.friendlyName)] }
  return formatTable([head]) + formatFacts(Object.fromEntries(urls) as Facts)
}

/** Write a table of one application; passwords in its URLs are masked. */
export function formatApplication(application: Application): string {
  return formatFacts({
    Application: application.sid,
    Account: application.accountSid,
    Name: application.friendlyName,
    ...urlsOf(application),
    Created: formatMoment(application.createdAt),
  })
}

function urlsOf(application: Application): Facts {
  return {
    'Voice URL': describeUrl(application.voiceMethod, application.voiceUrl),
    'Fallback URL': describeUrl(application.voiceFallbackMethod, application.voiceFallbackUrl),
    'Status callback': describeUrl(application.statusCallbackMethod, application.statusCallback),
  }
}

function describeUrl(method: HttpMethod, url: string | null): string | null {
  return url === null ? null : `${method} ${maskPassword(url)}`
}
