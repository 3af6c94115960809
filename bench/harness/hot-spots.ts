import { type Profiler, Session } from 'node:inspector'

/** Functions that are named. */
const named = 5
const samplingIntervalUs = 500

/**
 * Sample from now on where this process spends its time.
 *
 * @returns how to stop: it names the functions that took the most time themselves, with their share of what was busy
 */
export function startHotSpots(): () => readonly string[] {
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.setSamplingInterval', { interval: samplingIntervalUs })
  session.post('Profiler.start')
  return () => {
    let lines: readonly string[] = []
    // Within one thread the inspector answers before `post` returns, so that this also works while a process exits.
    session.post('Profiler.stop', (error, { profile }) => {
      if (error === null) lines = describe(profile)
    })
    session.disconnect()
    return lines
  }
}

function describe({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): readonly string[] {
  const names = new Map(nodes.map((node) => [node.id, nameOf(node.callFrame)]))
  const times = new Map<string, number>()
  for (const [place, id] of samples.entries()) {
    const name = names.get(id) ?? idle
    times.set(name, (times.get(name) ?? 0) + (timeDeltas[place] ?? 0))
  }
  for (const name of notCounted) times.delete(name)
  const busy = [...times.values()].reduce((sum, time) => sum + time, 0)
  const hottest = [...times].sort(([, a], [, b]) => b - a).slice(0, named)
  return hottest.map(([name, time]) => `${((100 * time) / busy).toFixed(1).padStart(5)} %  ${name}`)
}

const idle = '(idle)'
/** The second is how the inspector itself comes in. */
const notCounted = [idle, 'dispatch']

function nameOf({ functionName, url, lineNumber }: Profiler.ProfileNode['callFrame']): string {
  const name = functionName === '' ? '(anonymous)' : functionName
  const place = url.replace(/^.*\/(?:node_modules|packages)\//, '')
  return place === '' ? name : `${name} ${place}:${lineNumber + 1}`
}
