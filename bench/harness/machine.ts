import { availableParallelism, cpus, loadavg } from 'node:os'

/** Say what a benchmark ran on. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  const load = loadavg()[0]?.toFixed(1) ?? '?'
  return `Node ${process.version}, V8 ${process.versions.v8}, ${process.platform} ${process.arch}, ${availableParallelism()} × ${model}, load ${load}`
}
