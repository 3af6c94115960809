/** RFC 7587 and browsers: one packet of 20 ms. */
const packetMs = 20
/** Slots of one packet's time: devices are spread over them, as real ones are. */
const slots = 20

/**
 * Send for every sender once in 20 ms, in real time: what a late timer leaves behind is made up for.
 *
 * @returns how to stop
 */
export function startPace(senders: readonly (() => void)[]): () => void {
  const startedAtMs = performance.now()
  let passed = 0
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAtMs) * slots) / packetMs
    for (; passed < due; passed += 1) {
      for (let place = passed % slots; place < senders.length; place += slots) senders[place]?.()
    }
  }, packetMs / slots)
  return () => clearInterval(timer)
}
