import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserType } from '@playwright/test'
import { createToneFile } from './tone-file.js'

/** Which browser a phone is in: each has a microphone that hears a tone of its own. */
export type Side = 'near' | 'far'

/** Neither is a harmonic of the other, and neither is in ringback or a key's tones. */
export const toneHertz: Readonly<Record<Side, number>> = { near: 600, far: 1_050 }

const sides = ['near', 'far'] as const

/** Two browsers. */
export interface BrowserPair extends Readonly<Record<Side, Browser>> {
  close(): Promise<void>
}

/** Launch two browsers whose microphones hear different tones. */
export async function launchBrowserPair(
  browserType: BrowserType,
  options: NonNullable<Parameters<BrowserType['launch']>[0]>,
  folder: string,
): Promise<BrowserPair> {
  await mkdir(folder, { recursive: true })
  const launch = async (side: Side): Promise<Browser> => {
    const file = join(folder, `${side}.wav`)
    await writeFile(file, createToneFile({ hertz: toneHertz[side], onMs: 500, offMs: 250 }))
    const args = [...(options.args ?? []), `--use-file-for-fake-audio-capture=${file}`]
    return browserType.launch({ ...options, args })
  }
  const [near, far] = await Promise.all(sides.map(launch))
  if (near === undefined || far === undefined) throw new Error('A browser is missing')
  return {
    near,
    far,
    async close() {
      await Promise.all([near.close(), far.close()])
    },
  }
}
