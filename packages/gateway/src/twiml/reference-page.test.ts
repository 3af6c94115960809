import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { SupportState } from './schema/element-schema.js'
import { elementTable } from './schema/element-table.js'
import { twimlLimits } from './twiml-limits.js'

const page = readFileSync(new URL('../../../../docs/reference/twiml.md', import.meta.url), 'utf8')

const stateLabels: Readonly<Record<SupportState, string>> = {
  supported: 'supported',
  ignored: 'accepted, ignored',
  'not-yet': 'not yet',
  never: 'never',
}

/** The cells of all table rows of one section. */
function rowsOf(heading: string): readonly (readonly string[])[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  return [...section.matchAll(/^\| (`.*) \|$/gm)].map(([, row = '']) =>
    row.split(/\s+\|\s+/).map((cell) => cell.trim()),
  )
}

const namesIn = (cell = ''): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)

test('docs/reference/twiml.md lists exactly the elements, where they may stand, and how far they are carried out', () => {
  const documented = rowsOf('Elements').map(([name, parents, state]) => [namesIn(name)[0], namesIn(parents), state])
  const known = Object.entries(elementTable).map(([name, { parents, state }]) => [name, parents, stateLabels[state]])
  expect(documented).toEqual(known)
})

test('docs/reference/twiml.md lists exactly the attributes, and how far they are carried out', () => {
  const documented = rowsOf('Attributes').map(([name, attribute, state]) =>
    [...namesIn(name), ...namesIn(attribute), state].join(' '),
  )
  const known = Object.entries(elementTable).flatMap(([name, { attributes }]) =>
    Object.entries(attributes).map(([attribute, { state }]) => `${name} ${attribute} ${stateLabels[state]}`),
  )
  expect([...documented].sort()).toEqual(known.sort())
})

test('docs/reference/twiml.md explains every state', () => {
  for (const label of Object.values(stateLabels)) expect(page).toMatch(new RegExp(`^\\| ${label} +\\|`, 'm'))
})

test('docs/reference/twiml.md gives the bounds that are held', () => {
  const { maxClientsPerDial, maxRemarks, maxDocumentsWithoutWait, maxUnansweredDials } = twimlLimits
  const bounds = [...page.matchAll(/^\| .*? \| (\d+) +\|/gm)].map(([, bound]) => Number(bound))
  expect(bounds).toEqual([maxClientsPerDial, 800, maxRemarks, maxDocumentsWithoutWait, maxUnansweredDials])
  for (const bound of [twimlLimits.maxDocumentBytes, twimlLimits.maxElements, twimlLimits.maxDepth]) {
    expect(page).toContain(` ${bound} `)
  }
})
