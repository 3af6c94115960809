/** Write a moment as webhooks and the REST API do: RFC 2822 with a numeric zone, `Sat, 21 Nov 2026 10:00:00 +0000`. */
export function formatRfc2822(unixMs: number): string {
  return new Date(unixMs).toUTCString().replace('GMT', '+0000')
}
