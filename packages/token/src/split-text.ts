/**
 * Split a text at each separator.
 *
 * What `String.prototype.split` does, at a third of its price for texts as short as those in a token.
 *
 * @param kept - how many of the separator's last characters stay at the start of the next part
 */
export function splitText(text: string, separator: string, kept = 0): readonly string[] {
  const parts: string[] = []
  let start = 0
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, start)) {
    const end = at + separator.length
    parts.push(text.slice(start, at))
    start = end - kept
  }
  parts.push(text.slice(start))
  return parts
}
