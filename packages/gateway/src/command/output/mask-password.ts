import { secretMark } from '../../config/setting.js'

/** A URL as it may be shown: any password in it is masked. */
export function maskPassword(url: string): string {
  // Up to the last @ of the authority, as the URL standard reads it, whatever slashes it begins with.
  return url.replace(/^([a-z]+:[/\\]*[^:/\\?#]*):[^/\\?#]*@/i, `$1:${secretMark}@`)
}
