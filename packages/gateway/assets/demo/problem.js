const isAway = 'The gateway does not answer. Start it again with npm start: this page comes back by itself.'

/** What to do about what goes wrong, under the numbers of the SDK and of the gateway. */
const advice = {
  31005: isAway,
  31205: 'The token of this page has expired. Reload the page and join again.',
  31209: 'The gateway was restarted, and the call ended with it. Call again.',
  31401: 'The microphone is not allowed. Allow it in the address bar of the browser, then call again.',
  31402: 'No microphone could be used. Plug one in, or close the program that uses it, then call again.',
  31408: 'Nobody answered.',
  31480: 'Nobody is there under that name any more.',
  31603: 'The call was declined.',
  53000: isAway,
  53405: 'No audio gets through. Let the browser and the gateway reach each other over UDP, then call again.',
}

/** A sentence that says what to do. What the gateway said counts more than what the SDK makes of it. */
export function describeProblem({ code, message, originalError }) {
  return advice[originalError?.code] ?? originalError?.message ?? advice[code] ?? message
}

/** Whether it only says that the gateway is away. */
export function isAbsence(error) {
  return describeProblem(error) === isAway
}

/** Ask the gateway; an answer that is none is a problem with a sentence. */
export async function ask(path, body) {
  const headers = { 'Content-Type': 'application/json' }
  const request = { method: 'POST', headers, body: JSON.stringify(body) }
  const response = await fetch(path, request).catch(() => {
    throw new Error('The gateway does not answer. Start it again with npm start, then join.')
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.message)
  return answer
}
