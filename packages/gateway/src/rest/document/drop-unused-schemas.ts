import type { OpenAPIV3_1 } from 'openapi-types'

/** Leave out the schemas that nothing refers to: each comes for requests and for answers, and few are for both. */
export function dropUnusedSchemas(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const schemas = Object.entries(document.components?.schemas ?? {})
  const text = JSON.stringify(document)
  const used = schemas.filter(([name]) => text.includes(`"#/components/schemas/${name}"`))
  const rest = { ...document, components: { ...document.components, schemas: Object.fromEntries(used) } }
  // One that is gone may have been the only one to refer to another.
  return used.length === schemas.length ? rest : dropUnusedSchemas(rest)
}
