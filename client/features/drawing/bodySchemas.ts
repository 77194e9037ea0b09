import { endpoints, type EndpointName } from '#contract/endpoints';
import { fetchJson } from '../../api/call.ts';
import { formFields, type FormField, type JsonSchema } from './formFields.ts';

interface Description {
  paths: Record<
    string,
    Record<string, { requestBody?: { content: Record<string, { schema: JsonSchema }> } }>
  >;
}

/** The schema of an endpoint's body in the description of the API. @throws Error where there is none */
export function bodySchema(description: unknown, endpoint: EndpointName): JsonSchema {
  const { method, path } = endpoints[endpoint];
  const operation = (description as Description).paths[path]?.[method.toLowerCase()];
  const schema = operation?.requestBody?.content['application/json']?.schema;
  if (!schema) throw new Error(`the description of the API has no body of ${endpoint}`);
  return schema;
}

/**
 * The fields of forms by endpoint. The server describes its bodies by the schemas it checks them with, so the validator
 * need not come into the browser for the form to know what they are.
 * @throws ApiFailure when the description cannot be read
 */
export async function loadForms(
  names: readonly EndpointName[],
  signal: AbortSignal,
): Promise<ReadonlyMap<EndpointName, readonly FormField[]>> {
  const description = await fetchJson('/api/openapi.json', { signal });
  return new Map(names.map((name) => [name, formFields(bodySchema(description, name))]));
}
