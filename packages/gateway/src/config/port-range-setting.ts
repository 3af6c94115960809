import { z } from 'zod'
import { countBrowserPorts } from '../media/browser-port.js'
import { open, type Setting } from './setting.js'

/** An inclusive range of UDP ports. */
export interface PortRange {
  readonly min: number
  readonly max: number
}

const port = z.int()
const isRange = ({ min, max }: PortRange): boolean => min >= 1_024 && max <= 65_535 && countBrowserPorts(min, max) > 0

/** A range of ports, written `10000-20000`. */
export function portRange(defaultValue: PortRange): Setting<PortRange> {
  return {
    ...open,
    defaultValue,
    schema: z.strictObject({ min: port, max: port }).refine(isRange),
    allowed:
      'two ports from 1024 to 65535 with a hyphen between them, the lower one first, such as 10000-20000, and not only ports that browsers refuse',
    read(raw) {
      const [, min, max] = typeof raw === 'string' ? (/^(\d{1,5})\s*-\s*(\d{1,5})$/.exec(raw.trim()) ?? []) : []
      return min === undefined || max === undefined ? raw : { min: Number(min), max: Number(max) }
    },
    show: ({ min, max }) => `${min}-${max}`,
  }
}
