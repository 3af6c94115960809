import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseElement } from './parse-element.js'
import { TwimlError } from './twiml-error.js'
import { twimlLimits } from './twiml-limits.js'

function refusal(text: string): TwimlError {
  try {
    parseElement(text)
  } catch (error) {
    if (error instanceof TwimlError) return error
    throw error
  }
  throw new Error('The document was not refused')
}

describe('the tree of a document', () => {
  test('keeps siblings in order, attributes as written, and text without white space around it', () => {
    const root = parseElement(`<Response>
  <Say>One</Say>
  <Dial timeout=" 5"
        action='/a?b=1&amp;c=2'> <Client>
    al<!-- no -->ice </Client></Dial>
  <Say><![CDATA[ a < b ]]>&#233;&#x20AC;</Say>
</Response>`)
    expect(root).toMatchObject({ name: 'Response', line: 1, column: 1, text: '' })
    expect(root.children.map(({ name, line, column }) => [name, line, column])).toEqual([
      ['Say', 2, 3],
      ['Dial', 3, 3],
      ['Say', 6, 3],
    ])
    expect(root.children[1]?.attributes).toEqual([
      { name: 'timeout', value: ' 5', line: 3, column: 9 },
      { name: 'action', value: '/a?b=1&c=2', line: 4, column: 9 },
    ])
    expect(root.children[1]?.children).toMatchObject([{ name: 'Client', text: 'alice', line: 4, column: 34 }])
    expect(root.children[2]?.text).toBe('a < b é€')
  })

  test.each([
    ['line feed', '\n'],
    ['carriage return and line feed', '\r\n'],
    ['carriage return', '\r'],
  ])('knows where a tag begins whose name is followed by a %s', (_name, lineBreak) => {
    const root = parseElement(`<Response>${lineBreak} <Dial${lineBreak}timeout="9"/></Response>`)
    expect(root.children).toMatchObject([{ line: 2, column: 2, attributes: [{ name: 'timeout', line: 3, column: 1 }] }])
  })

  test('is made of documents with a declaration, a document type, comments and processing instructions', () => {
    const text =
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<!DOCTYPE Response [<!ENTITY a "b">]>\n<!-- x --><?y z?><Response/>\n'
    expect(parseElement(text)).toMatchObject({ name: 'Response', line: 3, column: 18 })
  })

  test('has nothing that every object inherits', () => {
    const root = parseElement('<Response constructor="a"><__proto__/></Response>')
    expect(root.attributes).toMatchObject([{ name: 'constructor', value: 'a' }])
    expect(root.children).toMatchObject([{ name: '__proto__' }])
  })
})

describe('a document that cannot be read', () => {
  test.each([
    ['text', 'hello', 12100, 1, 5],
    ['space before the declaration', ' <?xml version="1.0"?><Response/>', 12100, 1, 7],
    ['an empty line before the declaration', '\n<?xml version="1.0"?><Response/>', 12100, 2, 6],
    ['a second declaration', '<?xml version="1.0"?><?xml version="1.0"?><Response/>', 12100, 1, 27],
    ['a declaration without a version', '<?xml encoding="UTF-8"?><Response/>', 12100, 1, 15],
    ['a tag that is not closed', '<Response>\n<Say>a</Response>', 12100, 2, 17],
    ['an end in the middle', '<Response><Dial', 12100, 1, 15],
    ['an attribute without quotes', '<Response a=1/>', 12100, 1, 13],
    ['an attribute twice', '<Response><Dial timeout="5" timeout="6"/></Response>', 12100, 1, 41],
    ['two roots', '<Response/><Response/>', 12100, 1, 21],
    ['text behind the root', '<Response/>\nx', 12100, 2, 1],
    ['a control character', '<Response>\u0001</Response>', 12100, 1, 11],
    ['a lone surrogate', '<Response>\n<Say>\ud800</Say></Response>', 12100, 2, 6],
    ['an undeclared entity', '<Response>&nbsp;</Response>', 12100, 1, 16],
    ['version 1.1', '<?xml version="1.1"?><Response/>', 12101, 1, 1],
    ['version 2.0', '<?xml version="2.0"?><Response/>', 12101, 1, 1],
    ['a bad version', '<?xml version="one"?><Response/>', 12101, 1, 1],
    ['another root', '\n <response/>', 12102, 2, 2],
    ['a web page', '<!DOCTYPE html>\n<html><body><br></body></html>', 12102, 2, 1],
  ])('because of %s is refused with code and position', (_name, text, ...[code, line, column]) => {
    expect(refusal(text)).toMatchObject({ code, line, column })
  })

  test('says in one sentence what is wrong, without a position in the words', () => {
    expect(refusal('<Response>\n<Say>a</Response>').message).toBe(
      'The document is not well-formed XML: unexpected close tag.',
    )
  })

  test.each([
    ['text', '<Response>\n<Redirect>http://a.example/?a=1&b=2</Redirect></Response>', 2, 32],
    ['an attribute', '<Response>\n<Dial action="/a?b=1&c=2"><Client>x</Client></Dial></Response>', 2, 21],
    ['text that a semicolon follows', '<Response><Say>you & me; too</Say></Response>', 1, 20],
    ['text at the end', '<Response><Say>you & me', 1, 20],
  ])('because of a bare ampersand in %s says so, and where', (_name, text, line, column) => {
    const error = refusal(text)
    expect(error).toMatchObject({ code: 12100, line, column })
    expect(error.message).toContain('&amp;')
  })

  test.each(['<Response><!-- a & b', '<Response>x<!-- a & b', '<Response><![CDATA[ a & b ]]', '<Response><?a & b'])(
    '%s is not blamed on an ampersand that may stand there',
    (text) => {
      expect(refusal(text).message).not.toContain('&amp;')
    },
  )

  test('does not repeat a name without end', () => {
    expect(refusal(`<Response><${'a'.repeat(50_000)}></b></Response>`).message.length).toBeLessThan(300)
  })
})

describe('entities that a document declares', () => {
  test('are not expanded, so that a document cannot grow', () => {
    const text = '<!DOCTYPE Response [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Response><Say>&b;</Say></Response>'
    expect(refusal(text)).toMatchObject({ code: 12100 })
  })

  test('are not fetched', () => {
    const text = '<!DOCTYPE Response [<!ENTITY a SYSTEM "file:///etc/passwd">]><Response><Say>&a;</Say></Response>'
    expect(refusal(text)).toMatchObject({ code: 12100 })
  })
})

describe('the size of a document', () => {
  const nested = (depth: number): string => `<Response>${'<a>'.repeat(depth - 1)}${'</a>'.repeat(depth - 1)}</Response>`
  const wide = (count: number): string => `<Response>${'<a/>'.repeat(count - 1)}</Response>`

  test('is bounded in depth', () => {
    expect(() => parseElement(nested(twimlLimits.maxDepth))).not.toThrow()
    expect(refusal(nested(twimlLimits.maxDepth + 1))).toMatchObject({ code: 12100, line: 1 })
  })

  test('is bounded in elements', () => {
    expect(parseElement(wide(twimlLimits.maxElements)).children).toHaveLength(twimlLimits.maxElements - 1)
    expect(refusal(wide(twimlLimits.maxElements + 1))).toMatchObject({ code: 12100, line: 1 })
  })
})

test('whatever the text, it is either a tree or refused with a position inside it', () => {
  const piece = fc.constantFrom(
    ...['<', '>', '/', '&', ';', '"', "'", '=', ' ', '\n', '\r', '!', '?', '-', '[', ']', ']]>', '<!--', '-->'],
    ...['<![CDATA[', '<?xml version="1.0"?>', '<!DOCTYPE ', '<Response>', '</Response>', '<Dial a="b">', '</Dial>'],
    ...['&amp;', '&#0;', '&#x110000;', '\uFEFF', '\ud800', '\udc00', '😀', '\u0000', 'a', '<?', '?>', '<!', 'version'],
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(text, (document) => {
      try {
        parseElement(document)
      } catch (error) {
        expect(error).toBeInstanceOf(TwimlError)
        const { line, column } = error as TwimlError
        // Each line with its line break.
        const lines = document.match(/[^\r\n]*(?:\r\n|\r|\n|$)/g) ?? []
        expect(line).toBeGreaterThanOrEqual(1)
        expect(line).toBeLessThanOrEqual(lines.length)
        expect(column).toBeGreaterThanOrEqual(1)
        expect(column).toBeLessThanOrEqual(Math.max(1, lines[line - 1]?.length ?? 0))
      }
    }),
    { numRuns: 2_000 },
  )
})
