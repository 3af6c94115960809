import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readLine } from './read-line.js'

const of = (...chunks: (string | Buffer)[]): Readable => Readable.from(chunks, { objectMode: false })

test('the first line is read, without its line break, whatever the chunks are', async () => {
  expect(await readLine(of('https://a.ex', 'ample/\nmore'))).toBe('https://a.example/')
  expect(await readLine(of('https://a.example/\r\n'))).toBe('https://a.example/')
  expect(await readLine(of('no line break'))).toBe('no line break')
})

test('a character that is cut in two between chunks stays one', async () => {
  const bytes = Buffer.from('é\n')
  expect(await readLine(of(bytes.subarray(0, 1), bytes.subarray(1)))).toBe('é')
})

test('a stream that goes on behind the line is not waited for', async () => {
  const stream = new Readable({ read: () => undefined })
  stream.push('first\n')
  expect(await readLine(stream)).toBe('first')
})

test('nothing, and more than a line can be, are refused', async () => {
  await expect(readLine(of(''))).rejects.toThrow('there is nothing on standard input: pipe the value in')
  await expect(readLine(of('\nsecond'))).rejects.toThrow('there is nothing on standard input')
  await expect(readLine(of('x'.repeat(8_193)))).rejects.toThrow('longer than 8192 characters')
  const endless = Readable.from(
    (function* () {
      for (;;) yield 'x'.repeat(1_000)
    })(),
    { objectMode: false },
  )
  await expect(readLine(endless)).rejects.toThrow('longer than 8192 characters')
})
