import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DialOutcome } from './control.js'
import { runDocument } from './interpreter.js'
import { FakeCallControl, nobodyThere } from './test-support/fake-call-control.js'
import { documentOf } from './test-support/sample-document.js'
import { twimlLimits } from './twiml-limits.js'

const answered: DialOutcome = { status: 'completed', callSid: 'CA1', durationSeconds: 3, isBridged: true }
const dialBob = '<Dial><Client>bob</Client></Dial>'

async function stepsOf(body: string, control = new FakeCallControl()): Promise<FakeCallControl['steps']> {
  await runDocument(documentOf(body), control)
  return control.steps
}

describe('running a document', () => {
  test.each([
    ['', []],
    ['<Pause/><Pause/>', ['pause', 'pause']],
    ['<Say>a</Say><Play>b</Play><Hangup/>', ['answer', 'answer', 'answer', 'hangup']],
    ['<Hangup/><Say>never</Say>', ['answer', 'hangup']],
    ['<Reject/><Say>never</Say>', ['reject']],
    ['<Pause/><Reject/>', ['pause', 'reject']],
    [`${dialBob}<Hangup/>`, ['dial', 'answer', 'hangup']],
    [`${dialBob}${dialBob}`, ['dial', 'dial']],
    ['<Nonsense/><Pause/>', ['pause']],
    ['<Redirect>/next</Redirect><Say>never</Say>', ['fetch']],
    ['<Dial action="/done"><Client>bob</Client></Dial><Say>never</Say>', ['dial', 'fetch']],
  ])('%s takes the steps %j', async (body, steps) => {
    expect(await stepsOf(body)).toEqual(steps)
  })

  test('goes on in the documents that it leads to', async () => {
    const documents = new Map([
      ['https://app.example/one', documentOf('<Pause length="2"/><Redirect>/two</Redirect>')],
      ['https://app.example/two', documentOf('<Hangup/>')],
    ])
    const control = new FakeCallControl({ fetch: ({ url }) => documents.get(url) ?? documentOf('') })
    expect(await stepsOf('<Pause/><Redirect>/one</Redirect>', control)).toEqual([
      'pause',
      'fetch',
      'pause',
      'fetch',
      'answer',
      'hangup',
    ])
  })

  test('stops without a word when the call ends in the middle of a verb', async () => {
    const control = new FakeCallControl({ endsDuring: 1 })
    expect(await stepsOf('<Say>a</Say><Pause/><Say>never</Say>', control)).toEqual(['answer', 'pause'])
    expect(control.remarks).toEqual([])
  })

  test('asks the action of a dial in which the call ended, and runs nothing of what it answers', async () => {
    const control = new FakeCallControl({ endsDuring: 0, fetch: () => documentOf('<Say>never</Say>') })
    expect(await stepsOf('<Dial action="/done"><Client>bob</Client></Dial>', control)).toEqual(['dial', 'fetch'])
  })

  test('does not hide a failure that is not the end of the call', async () => {
    const control = new FakeCallControl({
      fetch: () => {
        throw new RangeError('a defect')
      },
    })
    await expect(runDocument(documentOf('<Redirect/>'), control)).rejects.toThrow('a defect')
  })
})

describe('a call that goes in circles', () => {
  test('without taking any time is ended, and the developer is told where', async () => {
    const control = new FakeCallControl({ fetch: () => documentOf('\n <Redirect/>') })
    const steps = await stepsOf('<Redirect/>', control)
    expect(steps.filter((step) => step === 'fetch')).toHaveLength(twimlLimits.maxDocumentsWithoutWait + 1)
    expect(steps.at(-1)).toBe('hangup')
    expect(control.remarks).toMatchObject([{ code: 11215, line: 2, column: 2 }])
    expect(control.remarks[0]?.text).toContain('<Redirect> goes in circles')
  })

  test('is left alone as long as there is a pause in each', async () => {
    let rounds = 0
    const control = new FakeCallControl({
      fetch: () => documentOf(++rounds < 500 ? '<Pause/><Redirect/>' : '<Hangup/>'),
    })
    expect((await stepsOf('<Redirect/>', control)).slice(-2)).toEqual(['answer', 'hangup'])
    expect(rounds).toBe(500)
    expect(control.remarks).toEqual([])
  })

  test('is left alone as long as someone answers in each', async () => {
    let rounds = 0
    const control = new FakeCallControl({
      dial: () => answered,
      fetch: () => documentOf(++rounds < 2_000 ? '<Dial action=""><Client>bob</Client></Dial>' : '<Hangup/>'),
    })
    await stepsOf('<Redirect/>', control)
    expect(rounds).toBe(2_000)
    expect(control.remarks).toEqual([])
  })

  test('may dial in vain much longer, but not for ever', async () => {
    const control = new FakeCallControl({
      dial: () => nobodyThere,
      fetch: () => documentOf('<Dial action=""><Client>bob</Client></Dial>'),
    })
    const steps = await stepsOf('<Redirect/>', control)
    expect(steps.filter((step) => step === 'dial')).toHaveLength(twimlLimits.maxUnansweredDials + 1)
    expect(steps.at(-1)).toBe('hangup')
    expect(control.remarks).toMatchObject([{ code: 11215 }])
  })

  test('gets no credit for a dial without anyone who could be rung', async () => {
    const control = new FakeCallControl({
      dial: () => ({ ...nobodyThere, callSid: undefined, status: 'failed' }),
      fetch: () => documentOf('<Dial action="">+1555</Dial>'),
    })
    const steps = await stepsOf('<Redirect/>', control)
    expect(steps.filter((step) => step === 'fetch')).toHaveLength(twimlLimits.maxDocumentsWithoutWait + 1)
  })
})

test('whatever the documents, the run ends, and nothing is done to a call that is over', async () => {
  const verb = fc.constantFrom(
    ...['<Say>a</Say>', '<Pause/>', '<Hangup/>', '<Reject/>', '<Redirect/>', '<Redirect>/x</Redirect>', dialBob],
    ...['<Dial action="/done"><Client>bob</Client></Dial>', '<Dial action="">+1</Dial>', '<Nonsense/>'],
  )
  const body = fc.array(verb, { maxLength: 4 }).map((verbs) => verbs.join(''))
  await fc.assert(
    fc.asyncProperty(
      fc.array(body, { minLength: 1, maxLength: 6 }),
      fc.option(fc.nat(30), { nil: undefined }),
      fc.boolean(),
      async (bodies, endsDuring, isAnswered) => {
        let fetches = 0
        const control = new FakeCallControl({
          ...(endsDuring !== undefined && { endsDuring }),
          dial: () => (isAnswered ? answered : nobodyThere),
          // After some rounds every document is empty, so that a circle with pauses in it comes to an end too.
          fetch: () => documentOf(++fetches > 250 ? '' : (bodies[fetches % bodies.length] ?? '')),
        })
        await runDocument(documentOf(bodies[0] ?? ''), control)
        const lastStep = control.steps.findIndex((step) => step === 'hangup' || step === 'reject')
        if (lastStep >= 0) expect(lastStep).toBe(control.steps.length - 1)
      },
    ),
    { numRuns: 200 },
  )
})
