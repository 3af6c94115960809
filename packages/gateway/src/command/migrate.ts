import { defineCommand } from './define-command.js'
import { withStore } from './with-store.js'

/** Bring the schema of the store up to date. */
export const migrateCommand = defineCommand({
  summary: 'Bring the store up to date.',
  details: `Make the store if it is not there, and bring its schema up to date. serve and
the commands on the store do so by themselves; this one does nothing else, so
that an upgrade can be seen to work before the new version serves. Back up the
file first.`,
  options: {},
  async run(call) {
    await withStore({ ...call, mayCreate: true }, ({ file, migrated }) => {
      const result = migrated.length === 0 ? 'is up to date' : `was brought up to date: ${migrated.join(', ')}`
      call.ports.terminal.stdout.write(`${file} ${result}\n`)
      return Promise.resolve()
    })
  },
})
