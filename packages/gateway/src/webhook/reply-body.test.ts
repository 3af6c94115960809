import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBody, parseContentType } from './reply-body.js'

test.each([
  ['text/xml', { mediaType: 'text/xml', charset: undefined }],
  ['Text/XML; Charset="UTF-8"', { mediaType: 'text/xml', charset: 'UTF-8' }],
  [' application/xml ;charset=iso-8859-1;x=y', { mediaType: 'application/xml', charset: 'iso-8859-1' }],
  ['audio/mpeg;', { mediaType: 'audio/mpeg', charset: undefined }],
  ['xml', { mediaType: '', charset: undefined }],
  ['', { mediaType: '', charset: undefined }],
  [undefined, { mediaType: '', charset: undefined }],
])('the content type %j is read', (value, expected) => {
  expect(parseContentType(value)).toEqual(expected)
})

describe('a body is decoded', () => {
  const latin1 = Buffer.from('<a>é</a>', 'latin1')
  const withMark = (mark: number[], text: Buffer): Buffer => Buffer.concat([Buffer.from(mark), text])
  const declared = (encoding: string, text: Buffer): Buffer =>
    Buffer.concat([Buffer.from(`<?xml version="1.0" encoding="${encoding}"?>`), text])

  test.each([
    ['as UTF-8 by default', Buffer.from('<a>é</a>'), undefined, '<a>é</a>'],
    ['by its charset', latin1, 'ISO-8859-1', '<a>é</a>'],
    ['as UTF-8 for an unknown charset', Buffer.from('<a>é</a>'), 'klingon', '<a>é</a>'],
    ['by its mark before its charset', withMark([0xef, 0xbb, 0xbf], Buffer.from('é')), 'iso-8859-1', 'é'],
    ['as UTF-16 with a mark', withMark([0xff, 0xfe], Buffer.from('<é', 'utf16le')), undefined, '<é'],
    ['as big-endian UTF-16 with a mark', withMark([0xfe, 0xff], Buffer.from([0, 0x3c, 0, 0xe9])), undefined, '<é'],
    ['as empty', Buffer.alloc(0), undefined, ''],
    ['with replacements for what does not fit', Buffer.from([0x61, 0xff]), undefined, 'a\uFFFD'],
  ])('%s', (_title, bytes, charset, expected) => {
    expect(decodeBody(bytes, { mediaType: 'text/xml', charset })).toBe(expected)
  })

  test('by its XML declaration when nothing else says it', () => {
    const decode = (bytes: Buffer, charset?: string): string => decodeBody(bytes, { mediaType: 'text/xml', charset })
    expect(decode(declared('ISO-8859-1', latin1))).toContain('<a>é</a>')
    expect(decode(declared('iso-8859-1', Buffer.from('é')), 'utf-8')).toContain('é')
    expect(decode(declared('UTF-16', Buffer.from('é')))).toContain('é')
  })
})

test('no bytes and no content type make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string(), (bytes, value) => {
      expect(decodeBody(bytes, parseContentType(value))).toBeTypeOf('string')
    }),
  )
})
