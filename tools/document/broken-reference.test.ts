import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { workspaceRoot } from '../check/workspace-root.js'
import { findBrokenReferences } from './broken-reference.js'
import { listFiles } from './list-files.js'

describe('every document leads to what is there:', () => {
  const tree = {
    files: listFiles(workspaceRoot),
    read: (file: string) => readFileSync(join(workspaceRoot, file), 'utf8'),
  }
  const documents = tree.files.filter((file) => file.endsWith('.md'))

  test('there are documents', () => {
    expect(documents).toEqual(expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'docs/guide/server.md']))
  })

  test.each(documents)('%s', (document) => {
    expect(findBrokenReferences(document, tree)).toEqual([])
  })
})

describe('in a document', () => {
  const others = {
    'docs/guide/server.md': '# Run it\n\n## TLS, ports & `ICE`\n',
    'packages/gateway/src/call/call.ts': '',
    'packages/gateway/src/twiml/verbs/dial.ts': '',
  }

  function namesIn(text: string): readonly string[] {
    const pages: Readonly<Record<string, string>> = { ...others, 'docs/page.md': text }
    const tree = { files: Object.keys(pages), read: (file: string) => pages[file] ?? '' }
    return findBrokenReferences('docs/page.md', tree).map(({ name }) => name)
  }

  test.each([
    '[a file](guide/server.md) and [a folder](guide)',
    '[the root](../packages/gateway/src/call/call.ts)',
    '[a heading](guide/server.md#tls-ports--ice) and [one of its own](#here)\n\n# Here',
    '[elsewhere](https://example.com/none) or [to write](mailto:a@example.com)',
    '`packages/gateway/src/call/call.ts`, `call/call.ts`, `call.ts`, `call/`, `twiml/verbs/<verb>.ts`, `*.ts`',
    '`packages/gateway/dist/bin.js` is built, `temp/pictures/` too, and `POST /none.ts/x` is none',
    '```sh\nnode packages/gateway/src/call/call.ts none/none.ts\n```',
  ])('%j leads to something', (text) => {
    expect(namesIn(text)).toEqual([])
  })

  test.each([
    ['[a file](guide/none.md)', 'guide/none.md'],
    ['[a folder](none/)', 'none/'],
    ['[a heading](guide/server.md#none)', 'guide/server.md#none'],
    ['[one of its own](#none)', '#none'],
    ['`packages/gateway/src/none.ts`', 'packages/gateway/src/none.ts'],
    ['`docs/none.yaml`', 'docs/none.yaml'],
    ['`all.ts`', 'all.ts'],
    ['`verbs/call.ts`', 'verbs/call.ts'],
    ['`twiml/none/<verb>.ts`', 'twiml/none/<verb>.ts'],
    ['`none/`', 'none/'],
    ['```sh\nnode packages/none.js\n```', 'packages/none.js'],
  ])('%j leads nowhere', (text, name) => {
    expect(namesIn(text)).toEqual([name])
  })

  test('what leads nowhere is found on its line', () => {
    const tree = { files: ['a.md'], read: () => 'First.\n\n[second](b.md)' }
    expect(findBrokenReferences('a.md', tree)).toEqual([{ line: 3, name: 'b.md' }])
  })
})
