import { expect, test } from 'vitest'
import { FakeMedia } from '../../media/fake/fake-media.js'
import type { MediaEvent } from '../../media/media.js'
import { LineMedia } from './line-media.js'

/** Two devices, and a line between their calls. */
function createScene() {
  const engine = new FakeMedia()
  const media = new LineMedia(engine)
  const heard: MediaEvent[] = []
  const [left, right] = [media.createEndpoint((event) => heard.push(event)), media.createEndpoint(() => undefined)]
  const [near, far] = media.createLine()
  const [atLeft, atRight] = engine.endpoints
  if (atLeft === undefined || atRight === undefined) throw new Error('There are no endpoints')
  return { engine, media, left, right, near, far, atLeft, atRight, heard }
}

test('devices on both sides of a line are bridged, in whichever order their calls join it', () => {
  for (const isNearFirst of [true, false]) {
    const { engine, media, left, right, near, far, atLeft, atRight } = createScene()
    if (isNearFirst) media.bridge(left, near)
    media.bridge(far, right)
    if (!isNearFirst) media.bridge(near, left)
    expect(engine.bridges).toEqual([[atLeft, atRight]])
    expect(media.openEndpoints).toBe(2)
  }
})

test('devices are bridged over several lines, and parted when one call on the way lets go', () => {
  const { engine, media, left, right, near, far, atLeft, atRight } = createScene()
  const [next, last] = media.createLine()
  media.bridge(left, near)
  media.bridge(last, right)
  expect(engine.bridges).toEqual([])
  media.bridge(far, next)
  expect(engine.bridges).toEqual([[atLeft, atRight]])
  media.unbridge(next)
  expect(engine.bridges).toEqual([])
  expect([atLeft.sound, atRight.sound]).toEqual(['silence', 'silence'])
})

test('what a call plays into its line is heard by the device at the other side, before and after it joins', () => {
  const { media, left, right, near, far, atLeft } = createScene()
  far.play('ringback')
  media.bridge(left, near)
  expect(atLeft.sound).toBe('ringback')
  far.play('silence')
  expect(atLeft.sound).toBe('silence')
  far.play('ringback')
  media.bridge(far, right)
  expect(atLeft.sound).toBeUndefined()
  near.play('ringback')
  media.unbridge(far)
  expect(atLeft.sound).toBe('silence')
  far.play('ringback')
  media.unbridge(left)
  expect(atLeft.sound).toBe('silence')
})

test('a sound goes on over the next line', () => {
  const { media, left, near, far, atLeft } = createScene()
  const [next, last] = media.createLine()
  last.play('ringback')
  media.bridge(far, next)
  media.bridge(left, near)
  expect(atLeft.sound).toBe('ringback')
})

test('a line that is closed parts the devices, says so once, and takes part in nothing any more', async () => {
  const { engine, media, left, right, near, far, atLeft, atRight } = createScene()
  let closed = 0
  far.onClosed = () => {
    closed += 1
  }
  media.bridge(left, near)
  media.bridge(far, right)
  await Promise.all([far.close(), far.close()])
  expect(closed).toBe(1)
  expect(engine.bridges).toEqual([])
  far.play('ringback')
  media.bridge(far, right)
  expect([atLeft.sound, atRight.sound]).toEqual(['silence', 'silence'])
})

test('keys in the audio of a device are told to every call on their way, and are not pressed again', () => {
  const { media, left, right, near, far, atLeft, atRight, heard } = createScene()
  const told: unknown[] = []
  far.onEvent = (event) => told.push(event)
  media.bridge(left, near)
  media.bridge(far, right)
  atLeft.emit({ type: 'dtmf', digit: '5' })
  expect(told).toEqual([{ type: 'dtmf', digit: '5' }])
  expect(heard).toEqual(told)
  expect(atRight.pressed).toBe('')
})

test('keys that the gateway presses are told to the calls, without the pauses, and pressed for the device', async () => {
  const { media, right, near, far, atRight } = createScene()
  const [browser] = [new FakeMedia().createEndpoint(() => undefined)]
  await right.answer(await browser.offer())
  const told: unknown[] = []
  far.onEvent = (event) => told.push(event)
  near.sendKeys('1')
  media.bridge(far, right)
  near.sendKeys('2w#W')
  expect(told).toEqual(['1', '2', '#'].map((digit) => ({ type: 'dtmf', digit })))
  expect(atRight.pressed).toBe('2w#W')
})

test('endpoints without lines are bridged and parted as by the engine itself', async () => {
  const { engine, media, left, right, atLeft, atRight } = createScene()
  media.bridge(left, right)
  expect(engine.bridges).toEqual([[atLeft, atRight]])
  media.unbridge(right)
  media.unbridge(right)
  expect(engine.bridges).toEqual([])
  await media.close()
  expect(media.openEndpoints).toBe(0)
})
