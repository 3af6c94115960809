/** The origin of a gateway's REST API, whose WebSockets are at a URL. */
export function httpOrigin(webSocketUrl: string): string {
  return new URL(webSocketUrl.replace('ws:', 'http:')).origin
}
