import type { OpenAPIV3_1 } from 'openapi-types'
import type { RestWorld } from './rest-world.js'

/** A parameter of an operation. */
export interface ApiParameter {
  readonly name: string
  readonly place: 'path' | 'query' | 'body'
  readonly isRequired: boolean
  readonly isList: boolean
}

/** An operation of the REST API. */
export interface ApiOperation {
  /** Method and path, as in `GET /2010-04-01/Accounts/{AccountSid}.json`. */
  readonly id: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** With `{name}` where a parameter stands. */
  readonly path: string
  readonly parameters: readonly ApiParameter[]
}

const formType = 'application/x-www-form-urlencoded'

/** Every operation that there is, from the document that is made of the schemas that the routes check with. */
export async function readOperations({ ask }: Pick<RestWorld, 'ask'>): Promise<readonly ApiOperation[]> {
  const { paths = {} } = (await ask('/ringdown/openapi.json')).json as OpenAPIV3_1.Document
  return Object.entries(paths).flatMap(([path, item]) =>
    (['get', 'post', 'delete'] as const).flatMap((name) => {
      const operation = item?.[name]
      if (operation === undefined) return []
      const method = name.toUpperCase() as ApiOperation['method']
      return [{ id: `${method} ${path}`, method, path, parameters: [...addressOf(operation), ...bodyOf(operation)] }]
    }),
  )
}

/** Fill the parameters of a path in. */
export function fillPath(path: string, values: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}

function addressOf({ parameters = [] }: OpenAPIV3_1.OperationObject): readonly ApiParameter[] {
  return (parameters as readonly OpenAPIV3_1.ParameterObject[]).map(({ name, in: place, required, schema }) => ({
    ...{ name, place: place as 'path' | 'query', isRequired: required === true },
    isList: (schema as OpenAPIV3_1.SchemaObject | undefined)?.type === 'array',
  }))
}

function bodyOf({ requestBody }: OpenAPIV3_1.OperationObject): readonly ApiParameter[] {
  const { content } = (requestBody ?? {}) as Partial<OpenAPIV3_1.RequestBodyObject>
  const { properties = {}, required = [] } = (content?.[formType]?.schema ?? {}) as OpenAPIV3_1.SchemaObject
  return Object.entries(properties).map(([name, schema]) => ({
    ...{ name, place: 'body' as const, isRequired: required.includes(name) },
    isList: (schema as OpenAPIV3_1.SchemaObject).type === 'array',
  }))
}
