import { type Document, isMap, type Pair } from 'yaml'

/** The pair of key and value at a path, if there is one. */
export function yamlPairAt(document: Document, path: readonly string[]): Pair | undefined {
  const group = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  return isMap(group) ? group.items.find(({ key }) => String(key) === path.at(-1)) : undefined
}
