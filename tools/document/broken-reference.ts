import { posix } from 'node:path'

/** Where something that a document names is not. */
export interface BrokenReference {
  /** Counted from 1. */
  readonly line: number
  /** What is named, as it stands there. */
  readonly name: string
}

/** The files that documents may name. */
export interface FileTree {
  /** Paths from the root, with slashes. */
  readonly files: readonly string[]
  read(file: string): string
}

interface Place {
  readonly document: string
  readonly tree: FileTree
}

const folders = ['packages', 'docs', 'e2e', 'bench', 'tools', 'examples', 'deploy'].join('|')
const builtFolder = /(?:^|\/)(?:dist|temp|node_modules)\//
const link = /\]\(([^)\s]+)\)/g
const codeSpan = /`([^`]+)`/g
const rootedPath = new RegExp(`(?<![\\w/.-])(?:${folders})/[\\w./-]*\\w/?`, 'g')
/** A path as it is spelt in a sentence: wholly, or from some folder on; `<verb>` and `*` stand for any name. */
const spelledPath = new RegExp(`^(?:(?:${folders})/.+|(?:[\\w.*<>-]+/)*[\\w.*<>-]+\\.ts|(?:[\\w-]+/)+)$`)
const fence = /^\s*```/

/** Find the links, and the paths in code, of a Markdown document that lead to no file, folder or heading. */
export function findBrokenReferences(document: string, tree: FileTree): readonly BrokenReference[] {
  const place = { document, tree }
  let isInFence = false
  return tree
    .read(document)
    .split('\n')
    .flatMap((line, index) => {
      if (fence.test(line)) isInFence = !isInFence
      const names = isInFence ? brokenPathsInFence(line, place) : brokenNames(line, place)
      return names.map((name) => ({ line: index + 1, name }))
    })
}

function brokenPathsInFence(line: string, { tree }: Place): readonly string[] {
  return [...line.matchAll(rootedPath)].map(([path]) => path).filter((path) => !isThere(path, tree))
}

function brokenNames(line: string, place: Place): readonly string[] {
  const links = [...line.matchAll(link)].map(([, target = '']) => target).filter((target) => !leadsOn(target, place))
  const spans = [...line.matchAll(codeSpan)].map(([, span = '']) => span)
  return [...links, ...spans.filter((span) => spelledPath.test(span) && !isThere(span, place.tree))]
}

function leadsOn(target: string, { document, tree }: Place): boolean {
  if (/^(?:https?|mailto):/.test(target)) return true
  const [path = '', heading] = target.split('#')
  const file = path === '' ? document : posix.join(posix.dirname(document), path)
  if (!tree.files.includes(file)) return heading === undefined && isFolder(file, tree)
  return heading === undefined || headingsOf(tree.read(file)).includes(heading)
}

function isFolder(path: string, { files }: FileTree): boolean {
  return files.some((file) => file.startsWith(path.endsWith('/') ? path : `${path}/`))
}

function isThere(spelled: string, { files }: FileTree): boolean {
  if (builtFolder.test(spelled)) return true
  const pattern = spelled
    .replace(/\/$/, '')
    .replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replace(/\\\*|<[\w-]+>/g, '[^/]+')
  const path = new RegExp(`(?:^|/)${pattern}(?:/|$)`)
  return files.some((file) => path.test(file))
}

/** The anchors that GitHub gives the headings of a page. */
function headingsOf(page: string): readonly string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  )
}
