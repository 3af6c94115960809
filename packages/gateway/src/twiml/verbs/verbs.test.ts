import { describe, expect, test } from 'vitest'
import { type TwimlVerb, unsupportedVerbNames, type VerbName } from '../document.js'
import { elementTable } from '../schema/element-table.js'
import { FakeCallControl } from '../test-support/fake-call-control.js'
import { codesOf, documentOf, parseBody, parseInline, sampleUrl } from '../test-support/sample-document.js'
import { runVerb, verbs } from './index.js'
import type { Step } from './verb-module.js'

function verbOf<Name extends VerbName>(name: Name, body: string): TwimlVerb<Name> {
  const verb = documentOf(body).verbs.find((candidate) => candidate.name === name)
  if (verb === undefined) throw new Error(`There is no <${name}>`)
  return verb as TwimlVerb<Name>
}

async function run(body: string, control: FakeCallControl): Promise<Step | undefined> {
  const [verb] = documentOf(body).verbs
  return verb && runVerb(verb, control)
}

describe('<Pause>', () => {
  test.each([
    ['<Pause/>', 1],
    ['<Pause length="7"/>', 7],
    ['<Pause length=" 007 "/>', 7],
    ['<Pause length="999999999999"/>', 86_400],
  ])('%s waits %i seconds', (body, seconds) => {
    expect(verbOf('Pause', body).seconds).toBe(seconds)
    expect(codesOf(body)).toEqual([])
  })

  test.each(['0', '00', '-1', '1.5', '', 'long', 'Infinity', '0x10'])(
    'length="%s" is warned of, and 1 applies',
    (length) => {
      expect(codesOf(`<Pause length="${length}"/>`)).toEqual([13910])
      expect(verbOf('Pause', `<Pause length="${length}"/>`).seconds).toBe(1)
    },
  )

  test('waits, and does not answer the call', async () => {
    const control = new FakeCallControl()
    expect(await run('<Pause length="3"/>', control)).toBe('next')
    expect(control.actions).toEqual([{ type: 'pause', seconds: 3 }])
  })
})

describe('<Redirect>', () => {
  test.each([
    ['<Redirect>/next</Redirect>', { url: 'https://app.example/next', method: 'POST' }],
    [
      '<Redirect method="GET"> next?a=1&amp;b=2 </Redirect>',
      { url: 'https://app.example/next?a=1&b=2', method: 'GET' },
    ],
    ['<Redirect method="post">https://other.example</Redirect>', { url: 'https://other.example/', method: 'POST' }],
    ['<Redirect/>', { url: sampleUrl, method: 'POST' }],
    ['<Redirect method="GET"> </Redirect>', { url: sampleUrl, method: 'GET' }],
  ])('%s goes on there', (body, to) => {
    expect(verbOf('Redirect', body).to).toEqual(to)
    expect(codesOf(body)).toEqual([])
  })

  test('is warned of a method that is none, and uses POST', () => {
    expect(codesOf('<Redirect method="HEAD">/a</Redirect>')).toEqual([13710])
    expect(verbOf('Redirect', '<Redirect method="HEAD">/a</Redirect>').to.method).toBe('POST')
  })

  test('to what is no URL is skipped, without a word of it', () => {
    const { document, remarks } = parseBody('<Redirect>ftp://u:secret@x/</Redirect><Hangup/>')
    expect(document.verbs.map(({ name }) => name)).toEqual(['Hangup'])
    expect(remarks).toMatchObject([{ code: 11100, line: 1, column: 11 }])
    expect(JSON.stringify(remarks)).not.toContain('secret')
  })

  test.each(['/next', ''])('to "%s" has no base in a document that was given inline', (url) => {
    const { document, remarks } = parseInline(`<Redirect>${url}</Redirect>`)
    expect(document.verbs).toEqual([])
    expect(remarks).toMatchObject([{ code: 15004 }])
  })

  test('asks for the document, and leaves the answer to it', async () => {
    const next = documentOf('<Reject/>')
    const control = new FakeCallControl({ fetch: () => next })
    expect(await run('<Redirect>/next</Redirect>', control)).toEqual({ document: next })
    expect(control.actions).toEqual([
      { type: 'fetch', request: { url: 'https://app.example/next', method: 'POST', params: {} } },
    ])
  })
})

describe('<Reject>', () => {
  test.each([
    ['<Reject/>', 'rejected', []],
    ['<Reject reason="rejected"/>', 'rejected', []],
    ['<Reject reason="busy"/>', 'busy', []],
    ['<Reject reason="tired"/>', 'rejected', [13810]],
    ['<Reject><Parameter name="a" value="b"/></Reject>', 'rejected', [12200]],
  ])('%s ends the call as %s', async (body, reason, codes) => {
    const control = new FakeCallControl()
    expect(await run(body, control)).toBe('over')
    expect(control.actions).toEqual([{ type: 'reject', reason }])
    expect(codesOf(body)).toEqual(codes)
  })
})

describe('<Hangup>', () => {
  test('answers the call, then ends it', async () => {
    const control = new FakeCallControl()
    expect(await run('<Hangup/>', control)).toBe('over')
    expect(control.steps).toEqual(['answer', 'hangup'])
  })

  test.each([
    ['<Hangup reason="x"/>', [12200]],
    ['<Hangup>now</Hangup>', [12200]],
    ['<Hangup><Parameter name="a" value="b"/></Hangup>', [12200]],
  ])('%s is warned of', (body, codes) => {
    expect(codesOf(body)).toEqual(codes)
    expect(documentOf(body).verbs).toMatchObject([{ name: 'Hangup' }])
  })
})

describe('a verb that is not supported yet', () => {
  test.each(unsupportedVerbNames)('<%s> says so, answers the call, and the next verb runs', async (name) => {
    const control = new FakeCallControl()
    const { remarks } = parseBody(`<${name}/>`)
    expect(remarks).toMatchObject([{ code: 12200, line: 1, column: 11 }])
    expect(remarks[0]?.text).toContain(`<${name}> is not supported yet`)
    expect(await run(`<${name}/>`, control)).toBe('next')
    expect(control.steps).toEqual(['answer'])
  })

  test.each([
    ['<Say loop="-1">a</Say>', 13510],
    ['<Play loop="x">a.mp3</Play>', 13410],
    ['<Play digits="1E"/>', 13430],
    ['<Gather finishOnKey="12"/>', 13310],
    ['<Gather method="PUT"/>', 13312],
    ['<Gather timeout="0"/>', 13313],
    ['<Gather numDigits="0"/>', 13314],
    ['<Gather><Dial/></Gather>', 13320],
    ['<Gather input="voice"/>', 13326],
    ['<Gather actionOnEmptyResult="1"/>', 13338],
    ['<Record method="PUT"/>', 13610],
    ['<Record timeout="0"/>', 13611],
    ['<Record maxLength="1"/>', 13612],
    ['<Record finishOnKey="A"/>', 13613],
    ['<Record playBeep="x"/>', 13616],
    ['<Record trim="x"/>', 13699],
    ['<Record recordingStatusCallback="ftp://x/"/>', 13256],
    ['<Record recordingStatusCallbackEvent="x"/>', 13621],
    ['<Enqueue method="PUT">q</Enqueue>', 14201],
    ['<Enqueue waitUrl="ftp://x/">q</Enqueue>', 14202],
    ['<Enqueue action="ftp://x/">q</Enqueue>', 14203],
    ['<Enqueue waitUrlMethod="PUT">q</Enqueue>', 14206],
    ['<Leave now="true"/>', 12200],
  ])('is warned of its own faults all the same: %s', (body, code) => {
    expect([...codesOf(body)].sort()).toEqual([12200, code].sort())
  })

  test.each([
    '<Say>Hello <break time="1s"/> <emphasis level="strong">you</emphasis></Say>',
    '<Gather><Say>a</Say><Pause/></Gather>',
  ])('gets one remark for all that it is: %s', (body) => {
    expect(codesOf(body)).toEqual([12200])
  })
})

test('the verbs that can be run are those that may stand in <Response>', () => {
  const known = Object.entries(elementTable).filter(
    ([, { parents, state }]) => parents.includes('Response') && state !== 'never',
  )
  expect(Object.keys(verbs).sort()).toEqual(known.map(([name]) => name).sort())
})

test('the verbs that are not supported are those that the table calls so', () => {
  const later = Object.keys(verbs).filter((name) => elementTable[name]?.state === 'not-yet')
  expect([...unsupportedVerbNames].sort()).toEqual(later.sort())
})
