import type { DailyUsage } from '../../store/call-store.js'

/** A category of usage (Twilio, "Usage categories"); every call is in the first, and in one of the others. */
export interface UsageCategory {
  readonly name: string
  readonly description: string
  readonly countUnit: string
  readonly holds: (usage: DailyUsage) => boolean
}

/** The categories that there is usage of here. */
export const usageCategories: readonly UsageCategory[] = [
  { name: 'calls', description: 'Voice Minutes', countUnit: 'calls', holds: () => true },
  { name: 'calls-client', description: 'Client Minutes', countUnit: 'calls', holds: ({ isClient }) => isClient },
  {
    name: 'calls-inbound',
    description: 'Inbound Voice Minutes',
    countUnit: 'calls',
    holds: ({ isClient, direction }) => !isClient && direction === 'inbound',
  },
  {
    name: 'calls-outbound',
    description: 'Outbound Voice Minutes',
    countUnit: 'calls',
    holds: ({ isClient, direction }) => !isClient && direction !== 'inbound',
  },
  // Nothing is recorded here.
  { name: 'calls-recordings', description: 'Recordings', countUnit: 'recordings', holds: () => false },
]
