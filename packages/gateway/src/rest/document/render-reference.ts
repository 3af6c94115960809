import type { OpenAPIV3_1 } from 'openapi-types'

type Operation = OpenAPIV3_1.OperationObject
type Schema = OpenAPIV3_1.SchemaObject

/** A line of a table of parameters. */
interface Field {
  readonly name: string
  readonly place: string
  readonly isRequired: boolean
  readonly about: string
}

const style = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a }
code { font: 0.9em ui-monospace, monospace } h3 code { background: #eef; padding: 0.1em 0.4em }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 2rem } td { border-top: 1px solid #ddd; padding: 0.3rem 0.8rem 0.3rem 0; vertical-align: top }
@media (prefers-color-scheme: dark) { body { background: #16181d; color: #e8e8e8 } h3 code { background: #2a2f3a } td { border-color: #444 } a { color: #8cb4ff } }`

/** Write an OpenAPI document as a page to read: no script, and nothing from elsewhere. */
export function renderReference({ info, paths = {} }: OpenAPIV3_1.Document): string {
  const operations = Object.entries(paths).flatMap(([path, item]) => operationsOf(path, item ?? {}))
  const tags = [...new Set(operations.map(({ tag }) => tag))]
  const sections = tags.map((tag) => {
    const parts = operations.filter((operation) => operation.tag === tag).map(({ html }) => html)
    return `<section id="${escape(tag)}"><h2>${escape(tag)}</h2>${parts.join('')}</section>`
  })
  const links = tags.map((tag) => `<li><a href="#${escape(tag)}">${escape(tag)}</a></li>`)
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(info.title)}</title><style>${style}</style>
<h1>${escape(info.title)}</h1><p>${codeSpans(escape(info.description ?? ''))}</p>
<p>The same for programs: <a href="openapi.json">openapi.json</a></p><ul>${links.join('')}</ul>${sections.join('\n')}</html>
`
}

function operationsOf(path: string, item: OpenAPIV3_1.PathItemObject): readonly { tag: string; html: string }[] {
  const methods = ['get', 'post', 'delete'] as const
  return methods.flatMap((method) => {
    const operation = item[method]
    return operation === undefined
      ? []
      : [{ tag: operation.tags?.[0] ?? '', html: renderOperation(method, path, operation) }]
  })
}

function renderOperation(method: string, path: string, operation: Operation): string {
  const rows = [...parametersOf(operation), ...bodyOf(operation)].map(
    ({ name, place, isRequired, about }) =>
      `<tr><td><code>${escape(name)}</code></td><td>${place}${isRequired ? ', required' : ''}</td><td>${escape(about)}</td></tr>`,
  )
  const answers = Object.keys(operation.responses ?? {}).filter((status) => status !== 'default')
  return `<h3>${escape(operation.summary ?? '')}</h3><p><code>${method.toUpperCase()} ${escape(path)}</code> answers ${answers.join(', ')}</p><table>${rows.join('')}</table>`
}

function parametersOf({ parameters = [] }: Operation): readonly Field[] {
  return parameters.flatMap((parameter) => {
    if ('$ref' in parameter || parameter.in === 'path') return []
    const { name, description = '', required = false } = parameter
    return [{ name, place: parameter.in, isRequired: required, about: description }]
  })
}

function bodyOf({ requestBody }: Operation): readonly Field[] {
  if (requestBody === undefined || '$ref' in requestBody) return []
  const [schema] = Object.values(requestBody.content).map((media) => media.schema as Schema | undefined)
  return Object.entries(schema?.properties ?? {}).map(([name, field]) => {
    const about = 'description' in field ? (field.description ?? '') : ''
    return { name, place: 'body', isRequired: schema?.required?.includes(name) ?? false, about }
  })
}

function codeSpans(html: string): string {
  return html.replace(/`([^`]*)`/g, '<code>$1</code>')
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
