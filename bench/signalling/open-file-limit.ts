/** Open at the same time beside devices: the store, the log, listeners, the module loader. */
const others = 200

/** How many connections one process of this machine can hold. */
export function mostConnections(): number {
  const { userLimits } = process.report.getReport() as {
    readonly userLimits: { readonly open_files: { readonly soft: number | 'unlimited' } }
  }
  // Node.js has raised its soft limit to the hard one by now.
  const { soft } = userLimits.open_files
  return soft === 'unlimited' ? Infinity : soft - others
}
